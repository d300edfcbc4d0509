import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type OpenSite, openSite } from '../../../src-main/core/site/open-site.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

async function withSite(files: Record<string, string>, action: (site: OpenSite) => Promise<void>) {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  const site = await openSite(folder, { home: { data: '', cache: '' } });
  try {
    await action(site);
  } finally {
    await site.close();
  }
}

const listed = async (site: OpenSite) => (await site.posts.list()).map(({ path }) => path).sort();

describe('in a blog of Jekyll’s', () => {
  const blog = {
    '_config.yml': 'title: Notes\n',
    '_posts/2024-05-01-first.md': '---\ntitle: First\n---\nText.\n',
    '_posts/2024-05-02-bare.md': 'No front matter.\n',
    'about.md': '---\ntitle: About\n---\nText.\n',
    'empty.md': '---\n---\nText.\n',
    'unclosed.md': '---\ntitle: Unclosed\n',
    'notes/todo.md': '# To do\n',
  };
  const posts = Object.keys(blog).filter((path) => !/_config|todo/.test(path));

  it('a file without front matter is no page, for the list and for publishing', () =>
    withSite(blog, async (site) => {
      expect(await listed(site)).toEqual(posts.sort());
      expect(site.isPostText?.('notes/todo.md', blog['notes/todo.md'])).toBe(false);
      for (const [path, text] of Object.entries(blog).filter(([path]) => posts.includes(path)))
        expect([path, site.isPostText?.(path, text)]).toEqual([path, true]);
    }));

  it('one becomes a page with its front matter, and none again without', () =>
    withSite(blog, async (site) => {
      writeFileSync(join(site.root, 'notes/todo.md'), '---\ntitle: To do\n---\n');
      await site.refresh();
      expect(await listed(site)).toEqual([...posts, 'notes/todo.md'].sort());
      writeFileSync(join(site.root, 'notes/todo.md'), 'Private again.\n');
      await site.refresh();
      expect(await listed(site)).toEqual(posts.sort());
    }));

  it('a post without a date in its name is listed with that problem', () =>
    withSite({ ...blog, '_posts/-rf.md': '---\ntitle: Dash\n---\n' }, async (site) => {
      const [post] = (await site.posts.list()).filter(({ path }) => path === '_posts/-rf.md');
      expect(post?.visibility).toBe('draft');
      expect(post?.problems).toMatchObject([{ severity: 'warning', code: 'not-published-by-name' }]);
      const others = (await site.posts.list()).flatMap(({ problems }) => problems.map(({ code }) => code));
      expect(others.filter((code) => code === 'not-published-by-name')).toHaveLength(1);
    }));

  it.skipIf(process.platform === 'win32')('a name with a line break has its date', () =>
    withSite({ ...blog, '_posts/2026-07-06-new\nline.md': '---\ntitle: Broken\n---\n' }, async (site) => {
      const post = (await site.posts.list()).find(({ title }) => title === 'Broken');
      expect(post).toMatchObject({
        date: '2026-07-06',
        slug: 'new\nline',
        url: '/2026/07/06/new-line.html',
      });
    }),
  );
});

describe('in a blog of another kind', () => {
  it.each([
    ['Hugo', { 'hugo.toml': 'title = "Notes"\n' }, 'content/posts/bare.md'],
    ['Eleventy', { '.eleventy.js': 'module.exports = {};\n' }, 'posts/bare.md'],
    ['none', {}, 'bare.md'],
  ])('a file without front matter is a post: %s', (_name, configuration, path) =>
    withSite({ ...configuration, [path]: '# Bare\n' }, async (site) => {
      expect(await listed(site)).toEqual([path]);
      expect(site.isPostText?.(path, '# Bare\n')).toBe(true);
    }),
  );
});
