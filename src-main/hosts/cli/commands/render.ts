import type { ResolveReference } from '../../../common/markdown/expansions.ts';
import { mayReferToPosts, postOptions } from '../../../common/markdown/post-options.ts';
import { readFrontMatter } from '../../../common/posts/front-matter.ts';
import { referenceResolver } from '../../../common/site/resolve-reference.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { readPost } from '../read-post.ts';

/** `galley render`: the HTML that the preview shows for the body. Pictures keep the targets that the post gives them. */
export async function render(context: CommandContext, path: string): Promise<CommandAnswer> {
  const post = await readPost(context, path);
  const { data, bodyStart } = readFrontMatter(post.text);
  const body = post.text.slice(bodyStart);
  // Loaded when it is asked for: no other command needs it.
  const [{ createRenderer }, { renderTex }, { highlight }, { remoteImages }, resolveReference] =
    await Promise.all([
      import('../../../common/markdown/render.ts'),
      import('../../../common/markdown/tex.ts'),
      import('../../../common/markdown/highlight.ts'),
      context.client.call('settings.read'),
      resolverFor(context, body),
    ]);
  const renderer = createRenderer({
    ...postOptions({ path: post.path, generator: context.site.convention, values: data }),
    remoteImages,
    resolveReference,
    math: renderTex,
    highlight,
  });
  const html = renderer.render(body);
  return { json: () => ({ html }), text: () => [html] };
}

/** Reading the list costs more than all else: it is left where no other post can be meant. */
async function resolverFor({ client }: CommandContext, body: string): Promise<ResolveReference | undefined> {
  return mayReferToPosts(body) ? referenceResolver(await client.call('posts.list')) : undefined;
}
