import { AppError } from '../../common/errors.ts';
import { framePage } from '../build/page-frame.ts';
import { changeLook, readLook } from '../build/site-look.ts';
import { createDisk } from '../disk.ts';
import { createBlog } from '../new-blog/create-blog.ts';
import { proposeBlog } from '../new-blog/propose-blog.ts';
import { isRepositoryTrusted } from '../publish/repository-trusted.ts';
import { prepareSample } from '../sample.ts';
import { createCorrections } from '../site/corrections.ts';
import { listStyles, readStyle } from '../site/site-styles.ts';
import type { HandlersOf } from './handlers-of.ts';
import type { OpenBlog } from './open-blog.ts';
import type { ApplicationOptions } from './options.ts';

/** Opening, starting, correcting and building a blog. */
export function siteHandlers(
  blog: OpenBlog,
  { home, resources }: ApplicationOptions,
): HandlersOf<'site' | 'blog'> {
  const { opened, open, events, recent, builds } = blog;
  return {
    'site.open': ({ path }) => open(path),
    'site.openSample': async () => open(await prepareSample(resources, home, process.env)),
    'blog.propose': async () => proposeBlog(process.env, resources),
    'blog.create': async (asked) => {
      const isTrusted = (folder: string) => isRepositoryTrusted({ folder, home, environment: process.env });
      return open(await createBlog(asked, { environment: process.env, now: new Date(), isTrusted }));
    },
    'site.page': (post) => framePage({ site: opened().site, resources }, post),
    'site.styles': () => listStyles(opened().site),
    'site.style': ({ path }) => readStyle(opened().site, path),
    'site.look': async () => readLook(opened().site, resources),
    'site.changeLook': async ({ theme }) => {
      const { site } = opened();
      await changeLook({ site, resources, disk: createDisk() }, theme);
      events.emit('repository.changed', undefined);
      return readLook(site, resources);
    },
    'site.current': async () => {
      const session = blog.current();
      return session && blog.describe(session);
    },
    'site.recent': () => recent.list(),
    'site.correct': async (correction) => {
      const { site, folder } = opened();
      if (blog.isBusy()) throw new AppError('repository-busy', { message: 'Galley is publishing just now.' });
      await createCorrections(home).write(site.root, correction);
      return open(folder);
    },
    'site.close': async () => {
      await blog.close();
      events.emit('site.changed', undefined);
      return undefined;
    },
    'site.build': (input) => builds.run(opened().builder, input),
    'site.cancelBuild': async () => {
      builds.cancel();
      return undefined;
    },
    'site.snippets': async ({ post }) => {
      const { site, snippets } = opened();
      if (site.watchFailed()) snippets.forget();
      return snippets.for(post);
    },
    'site.linkForm': async ({ post }) => opened().snippets.linkForm(post),
  };
}
