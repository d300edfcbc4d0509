import type { CommandAnswer, CommandContext } from '../command.ts';
import { postPath } from '../post-path.ts';
import { readPost } from '../read-post.ts';
import { oneLine } from '../terminal.ts';

/** `galley rename`: gives a post another slug, and lets the links to it follow. */
export async function rename(
  context: CommandContext,
  path: string,
  slug: string,
  options: { redirect?: boolean },
): Promise<CommandAnswer> {
  // What is no post of the blog is said in words for somebody who has typed a path.
  await readPost(context, path);
  const { from, to, updated } = await context.client.call('posts.rename', {
    path: postPath(context, path),
    slug,
    ...(options.redirect ? { redirect: true } : {}),
  });
  return {
    json: () => ({ from, to, updated }),
    text: () => [
      from === to && updated.length === 0
        ? `${oneLine(to)} is called so already.`
        : oneLine(`${from} → ${to}`),
      ...updated.map((each) => `links updated: ${oneLine(each)}`),
    ],
  };
}
