import { AppError } from '../../common/errors.ts';
import type { PublishOutcome } from '../../common/publish/publish.ts';
import { unpublishPost } from '../publish/unpublish.ts';
import { publishWithSite } from '../publish-site/publish-with-site.ts';
import type { HandlersOf } from './handlers-of.ts';
import type { OpenBlog } from './open-blog.ts';

/** Publishing, and what is seen of it online. */
export function publishHandlers(blog: OpenBlog): HandlersOf<'publish' | 'live'> {
  const { opened, publishing, events, exclusively, onProgress, siteTools, sendWaiting, noteOutcome } = blog;
  return {
    'publish.plan': () => publishing().plan(),
    'publish.orphans': () => publishing().orphans(),
    'publish.binOrphan': async ({ path }) => {
      // Looked at anew: a post may name it by now.
      const isOrphan = (await publishing().orphans()).some((orphan) => orphan.path === path);
      if (!isOrphan)
        throw new AppError('bad-input', {
          message: `${path} is in use, so it stays.`,
          next: ['Take it out of the posts that show it first.'],
        });
      await opened().site.pictures.moveToBin(path);
      events.emit('repository.changed', undefined);
      return undefined;
    },
    'publish.diff': ({ path }) => publishing().diff(path),
    'publish.run': (input) =>
      exclusively(async (signal): Promise<PublishOutcome> => {
        const context = { signal, onProgress };
        const publish = () => publishing().publish(input, context);
        return noteOutcome(await publishWithSite(siteTools(), publish, context));
      }),
    'publish.unpublish': ({ path }) =>
      exclusively(async (signal): Promise<PublishOutcome> => {
        const { site } = opened();
        const { titleOf, asDraft, removePost: remove, posts } = site;
        const tools = { publishing: publishing(), posts, titleOf, asDraft, remove };
        const context = { signal, onProgress };
        const unpublish = () => unpublishPost(tools, path, context);
        const outcome = await publishWithSite(siteTools(), unpublish, context);
        events.emit('posts.changed', { paths: [path] });
        return noteOutcome(outcome);
      }),
    'publish.describeUnpublish': async ({ path }) => {
      const { site } = opened();
      const { text, url } = await site.posts.read(path);
      return { becomes: site.asDraft(path, text) === undefined ? 'removed' : 'draft', url };
    },
    'publish.cancel': async () => {
      blog.stop();
      return undefined;
    },
    'publish.sendWaiting': ({ byItself }) =>
      exclusively(async (signal) => {
        const quiet = byItself ? { byItself } : {};
        const outcome = await sendWaiting(publishing(), { signal, onProgress, ...quiet });
        return outcome && noteOutcome(outcome);
      }),
    'publish.stopWaiting': async () => {
      await publishing().stopWaiting();
      events.emit('repository.changed', undefined);
      return undefined;
    },
    'live.current': async () => opened().live?.current(),
    'live.stop': async () => {
      opened().live?.stop();
      return undefined;
    },
    'publish.bringIn': ({ merge }) =>
      exclusively((signal) => publishing().bringIn({ signal, onProgress }, { merge })),
    'publish.resolve': ({ resolutions }) =>
      exclusively((signal) => publishing().resolve(resolutions, { signal, onProgress })),
  };
}
