import { readFrontMatter } from '../../../common/posts/front-matter.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { readPost } from '../read-post.ts';

/** `galley render`: the HTML that the preview shows for the body. Pictures keep the targets that the post gives them. */
export async function render(context: CommandContext, path: string): Promise<CommandAnswer> {
  const { text } = await readPost(context, path);
  // Loaded when it is asked for: no other command needs it.
  const [{ createRenderer }, { renderTex }, { highlight }] = await Promise.all([
    import('../../../common/markdown/render.ts'),
    import('../../../common/markdown/tex.ts'),
    import('../../../common/markdown/highlight.ts'),
  ]);
  const renderer = createRenderer({
    remoteImages: false,
    mdx: /\.mdx$/i.test(path),
    math: renderTex,
    highlight,
  });
  const html = renderer.render(text.slice(readFrontMatter(text).bodyStart));
  return { json: () => ({ html }), text: () => [html] };
}
