import { readFrontMatter } from '../../../common/posts/front-matter.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { readPost } from '../read-post.ts';
import { oneLine } from '../terminal.ts';

/** `galley show`: one post as it is on disk. */
export async function show(context: CommandContext, path: string): Promise<CommandAnswer> {
  const post = await readPost(context, path);
  const { format, data, bodyStart } = readFrontMatter(post.text);
  return {
    json: () => ({
      path: post.path,
      frontMatter: { format, data },
      body: post.text.slice(bodyStart),
      revision: post.revision,
      url: post.url ?? null,
      problems: post.problems,
    }),
    text: () => [
      post.text.replace(/^\uFEFF/, '').trimEnd(),
      ...post.problems.map(({ line, column, message }) => `${line}:${column} ${oneLine(message)}`),
    ],
  };
}
