import type { CommandAnswer, CommandContext } from '../command.ts';

export interface NewCommandOptions {
  draft?: boolean;
  date?: string;
  tag?: string[];
}

/** `galley new`: creates a post where and as the convention has it. */
export async function newPost(
  { client }: CommandContext,
  title: string,
  options: NewCommandOptions,
): Promise<CommandAnswer> {
  const { draft, date, tag } = options;
  const { path } = await client.call('posts.create', {
    title,
    ...(draft === undefined ? {} : { draft }),
    ...(date === undefined ? {} : { date }),
    ...(tag === undefined ? {} : { tags: tag }),
  });
  return { json: () => ({ path }), text: () => [path] };
}
