import { readFrontMatter } from '../../../common/posts/front-matter.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { readPost } from '../read-post.ts';

/** `galley render`: the HTML that the preview shows for the body. Pictures keep the targets that the post gives them. */
export async function render(context: CommandContext, path: string): Promise<CommandAnswer> {
  const { text } = await readPost(context, path);
  // Loaded when it is asked for: no other command needs it.
  const { createRenderer } = await import('../../../common/markdown/render.ts');
  const html = createRenderer({ remoteImages: false }).render(text.slice(readFrontMatter(text).bodyStart));
  return { json: () => ({ html }), text: () => [html] };
}
