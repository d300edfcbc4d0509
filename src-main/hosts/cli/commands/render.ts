import { createRenderer } from '../../../common/markdown/render.ts';
import { splitPost } from '../../../common/posts/split-post.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { postPath } from '../post-path.ts';

/** `galley render`: the HTML that the preview shows for the body. Pictures keep the targets that the post gives them. */
export async function render(context: CommandContext, path: string): Promise<CommandAnswer> {
  const { text } = await context.client.call('posts.read', { path: postPath(context, path) });
  const { body } = splitPost(text);
  const html = createRenderer({ remoteImages: false }).render(text.slice(body.from, body.to));
  return { json: () => ({ html }), text: () => [html] };
}
