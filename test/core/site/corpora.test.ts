import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../src-main/common/errors.ts';
import type { ConventionName } from '../../../src-main/common/site/site.ts';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { sharedFolder } from '../../helpers/shared.ts';

interface Expected {
  convention: ConventionName;
  site: string;
  /** A collection that must be found, with its kind. */
  collection: string;
  name?: string;
  address?: string;
  /** One post and what is known of it. */
  post: { path: string; title: string; date: string | undefined; url: string | undefined };
}

const corpora: Record<string, Expected> = {
  'astro-cactus': {
    convention: 'astro',
    site: '.',
    collection: 'content/posts',
    post: {
      path: 'content/notes/welcome.md',
      title: 'Hello, Welcome',
      date: '2024-10-14T11:23:00Z',
      url: '/notes/welcome/',
    },
  },
  'astro-express': {
    convention: 'astro',
    site: '.',
    collection: 'src/content/blog',
    post: {
      path: 'src/content/blog/2026-07-31-security-releases.mdx',
      title: 'July 2026 Security Releases',
      date: '2026-07-31',
      url: '/blog/2026-07-31-security-releases/',
    },
  },
  'docusaurus-jest': {
    convention: 'docusaurus',
    site: 'website',
    collection: 'website/blog',
    post: {
      path: 'website/blog/2025-06-04-jest-30.md',
      title: 'Jest 30: Faster, Leaner, Better',
      date: '2025-06-04',
      url: '/blog/2025/06/04/jest-30',
    },
  },
  'docusaurus-prettier': {
    convention: 'docusaurus',
    site: 'website',
    collection: 'website/blog',
    post: {
      path: 'website/blog/2025-02-09-3.5.0.md',
      title:
        'Prettier 3.5: New objectWrap option, experimentalOperatorPosition option and TS config file support!',
      date: '2025-02-09',
      url: '/blog/2025/02/09/3.5.0',
    },
  },
  'eleventy-11ty': {
    convention: 'eleventy',
    site: '.',
    collection: 'src/blog',
    post: {
      path: 'src/blog/2020-08-10-discord.md',
      title: 'Join our Discord Server!',
      date: '2020-08-10',
      url: '/blog/discord/',
    },
  },
  'eleventy-v8': {
    convention: 'eleventy',
    site: '.',
    collection: 'src/blog',
    post: {
      path: 'src/features/explicit-resource-management.md',
      title: "JavaScript's New Superpower: Explicit Resource Management",
      date: '2025-05-09',
      url: '/features/explicit-resource-management/',
    },
  },
  'gatsby-starter': {
    convention: 'gatsby',
    site: '.',
    collection: 'content/blog',
    post: {
      path: 'content/blog/hello-world/index.md',
      title: 'Hello World',
      date: '2015-05-01T22:12:03.284Z',
      url: '/hello-world/',
    },
  },
  'hexo-site': {
    convention: 'hexo',
    site: '.',
    collection: 'source/_posts',
    name: 'Hexo',
    address: 'https://hexo.io',
    post: {
      path: 'source/_posts/2020-07-29-hexo-5-released.md',
      title: 'Hexo 5.0.0 Released',
      date: '2020-07-29',
      url: '/news/2020/07/29/hexo-5-released/',
    },
  },
  'hexo-unittest': {
    convention: 'hexo',
    site: '.',
    collection: 'source/_posts',
    post: {
      path: 'source/_posts/hello-world.md',
      title: 'Hello World',
      date: '2013-12-24T17:49:32',
      url: '/2013/12/24/hello-world/',
    },
  },
  'hugo-etcd': {
    convention: 'hugo',
    site: '.',
    collection: 'content/en/blog',
    name: 'etcd',
    address: 'https://etcd.io',
    post: {
      path: 'content/en/blog/2026/announcing-etcd-3.7.md',
      title: 'Announcing etcd v3.7.0',
      date: '2026-07-08',
      url: '/blog/2026/announcing-etcd-3.7/',
    },
  },
  'hugo-gopheracademy': {
    convention: 'hugo',
    site: '.',
    collection: 'content/advent-2017',
    name: 'Gopher Academy Blog',
    post: {
      path: 'content/gophercon-2021-virtual.md',
      title: 'GoVirCon is back',
      date: '2021-09-17T12:15:00+06:00',
      url: '/gophercon-2021-virtual/',
    },
  },
  'hugo-json': {
    convention: 'hugo',
    site: '.',
    collection: 'content/advent-2013',
    post: {
      path: 'content/Como construir sitios web con HUGO.md',
      title: 'Como construir sitios web con HUGO',
      date: '2019-12-06T10:07:34+09:00',
      url: '/como-construir-sitios-web-con-hugo/',
    },
  },
  'hugo-letsencrypt': {
    convention: 'hugo',
    site: '.',
    collection: 'content/en/post',
    name: "Let's Encrypt",
    post: {
      path: 'content/en/post/2026-06-03-PQ-Certs.md',
      title: "A Post-Quantum Future for Let's Encrypt",
      date: '2026-06-03T00:00:00Z',
      url: '/2026/06/03/pq-certs.html',
    },
  },
  'jekyll-brew': {
    convention: 'jekyll',
    site: '.',
    collection: '_posts',
    name: 'Homebrew',
    address: 'https://brew.sh',
    post: {
      path: '_posts/2025-04-29-homebrew-4.5.0.md',
      title: '4.5.0',
      date: '2025-04-29',
      url: '/2025/04/29/homebrew-4.5.0/',
    },
  },
  'jekyll-fixtures': {
    convention: 'jekyll',
    site: 'test/source',
    collection: 'test/source/_posts',
    post: {
      path: 'test/source/foo/_posts/bar/2008-12-12-topical-post.markdown',
      title: 'Topical Post',
      date: '2008-12-12',
      url: '/foo/2008/12/12/topical-post.html',
    },
  },
  'jekyll-jekyllsite': {
    convention: 'jekyll',
    site: 'docs',
    collection: 'docs/_posts',
    post: {
      path: 'docs/_posts/2025-01-29-jekyll-4-4-1-released.markdown',
      title: 'Jekyll 4.4.1 Released',
      date: '2025-01-29T18:15:32+05:30',
      url: '/news/2025/01/29/jekyll-4-4-1-released/',
    },
  },
  'kit-svelte': {
    convention: 'plain',
    site: '.',
    collection: 'apps/svelte.dev/content/blog',
    post: {
      path: 'apps/svelte.dev/content/blog/2026-08-13-sveltekit-3-release-candidate.md',
      title: 'The SvelteKit 3 Release Candidate is here',
      date: '2026-08-13',
      url: undefined,
    },
  },
  'next-react': {
    convention: 'next',
    site: '.',
    collection: 'src/content/blog',
    post: {
      path: 'src/content/blog/2025/10/16/react-conf-2025-recap.md',
      title: 'React Conf 2025 Recap',
      date: '2025-10-16',
      url: '/blog/2025/10/16/react-conf-2025-recap',
    },
  },
  'next-tailwind': {
    convention: 'next',
    site: '.',
    collection: 'data/blog',
    post: {
      path: 'data/blog/new-features-in-v1.mdx',
      title: 'New features in v1',
      date: '2021-08-07T15:32:14Z',
      url: '/blog/new-features-in-v1',
    },
  },
  'other-golang': {
    convention: 'plain',
    site: '.',
    collection: '_content/blog',
    post: {
      path: '_content/blog/inliner.md',
      title: '//go:fix inline and the source-level inliner',
      date: '2026-03-10',
      url: undefined,
    },
  },
  'vitepress-vite': {
    convention: 'vitepress',
    site: 'docs',
    collection: 'docs/blog',
    post: {
      path: 'docs/blog/announcing-vite8-1.md',
      title: 'Vite 8.1 is out!',
      date: '2026-06-23',
      url: '/blog/announcing-vite8-1.html',
    },
  },
  'zola-testsite': {
    convention: 'zola',
    site: 'docs',
    collection: 'test_site_i18n/content/blog',
    name: 'Zola',
    post: {
      path: 'docs/content/themes/tabi/index.md',
      title: 'tabi',
      date: '2025-01-12T18:42:06+01:00',
      url: '/themes/tabi/',
    },
  },
};

/** Pages of lists, notes to contributors, and hidden files match a corpus's pattern by name and are no posts. */
const isNoPost = /(^|\/)(_index(\.\w+)?\.md|\.[^/]+)$/i;

const shared = sharedFolder('corpora');
const title = shared ? 'real blogs' : 'real blogs (skipped: the reference data is not beside the project)';

describe.skipIf(!shared)(title, () => {
  const names = shared ? readdirSync(shared).filter((name) => !name.startsWith('.')) : [];

  it('are all expected here', () => {
    expect(Object.keys(corpora).sort()).toEqual(names.sort());
  });

  it.each(Object.entries(corpora))(
    '%s is recognised, and every post of it is listed',
    async (name, expected) => {
      const root = join(shared ?? '', name);
      const site = await openSite(root, { home: { data: '', cache: '' } });
      try {
        const info = site.description();
        expect(info).toMatchObject({ convention: expected.convention, site: expected.site });
        expect(info.evidence.length).toBeGreaterThan(0);
        expect(info.collections).toContainEqual(
          expect.objectContaining({ folder: expected.collection, kind: 'posts' }),
        );
        if (expected.name) expect(info.name).toBe(expected.name);
        if (expected.address) expect(info.address).toBe(expected.address);

        const posts = await site.posts.list();
        const listed = new Set(posts.map((post) => post.path));
        expect(postsOf(root).filter((path) => !listed.has(path))).toEqual([]);
        expect(posts.filter((post) => isNoPost.test(post.path))).toEqual([]);
        expect(posts.find((post) => post.path === expected.post.path)).toMatchObject(expected.post);
        for (const post of posts) {
          const source = await site.posts.read(post.path).catch((error: AppError) => error.code);
          const bytes = readFileSync(join(root, post.path));
          // What is no UTF-8 is refused, with the reason in the list; of all else every byte is in the text.
          if (typeof source === 'string')
            expect(
              post.problems.map(({ code }) => code),
              post.path,
            ).toContain(source);
          else expect(Buffer.from(source.text).equals(bytes), post.path).toBe(true);
        }
      } finally {
        await site.close();
      }
    },
  );
});

function postsOf(root: string): string[] {
  const meta = JSON.parse(readFileSync(join(root, '.corpus', 'meta.json'), 'utf8')) as { post_regex: string };
  const pattern = new RegExp(meta.post_regex);
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  return files.filter((path) => pattern.test(path) && !isNoPost.test(path));
}
