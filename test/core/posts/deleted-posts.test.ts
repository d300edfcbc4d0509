import { existsSync, lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type OpenSite, openSite } from '../../../src-main/core/site/open-site.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const first = 'posts/2024-05-01-first.md';
const second = 'posts/2024-06-01-second.md';
// No other program would write it so: what comes back is these bytes.
const firstText = '\uFEFF---\r\ntitle: First\r\n---\r\nText without an end';
const blog = {
  'galley.yml': 'title: My blog\n',
  [first]: firstText,
  [second]: '---\ntitle: Second\n---\n',
};

async function openBlog(home = temporaryFolder(), files: Record<string, string> = blog): Promise<OpenSite> {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  const site = await openSite(folder, { home: { data: home, cache: '' } });
  onTestFinished(() => site.close());
  return site;
}

const titles = async (site: OpenSite) => (await site.posts.list()).map(({ title }) => title);

describe('deleting a post', () => {
  it('takes it out of the blog and brings it back byte for byte', async () => {
    const site = await openBlog();
    const { id, title } = await site.deleted.remove(first);
    expect(title).toBe('First');
    expect(existsSync(join(site.root, first))).toBe(false);
    expect(await titles(site)).toEqual(['Second']);
    expect(await site.deleted.list()).toEqual([
      { id, path: first, title: 'First', removedAt: expect.stringMatching(/^\d{4}-/), files: 0 },
    ]);

    expect(await site.deleted.putBack(id)).toBe(first);
    expect(readFileSync(join(site.root, first), 'utf8')).toBe(firstText);
    expect(await titles(site)).toEqual(['Second', 'First']);
    expect(await site.deleted.list()).toEqual([]);
  });

  it('lists the last deleted first, and posts of this blog alone', async () => {
    const home = temporaryFolder();
    const other = await openBlog(home);
    await other.deleted.remove(first);
    const site = await openBlog(home);
    const { removedAt } = await site.deleted.remove(second);
    await expect.poll(() => Date.now()).toBeGreaterThan(Date.parse(removedAt));
    await site.deleted.remove(first);
    expect((await site.deleted.list()).map(({ title }) => title)).toEqual(['First', 'Second']);
  });

  it('never brings a post back over another', async () => {
    const site = await openBlog();
    const { id } = await site.deleted.remove(first);
    writeFileSync(join(site.root, first), 'Another text');
    await expect(site.deleted.putBack(id)).rejects.toMatchObject({ code: 'post-exists' });
    expect(readFileSync(join(site.root, first), 'utf8')).toBe('Another text');
    expect((await site.deleted.list()).map((post) => post.id)).toEqual([id]);
  });

  it('brings back nothing of another blog, and nothing twice', async () => {
    const home = temporaryFolder();
    const other = await openBlog(home);
    const { id } = await other.deleted.remove(first);
    const site = await openBlog(home);
    await expect(site.deleted.putBack(id)).rejects.toMatchObject({ code: 'post-missing' });
    await other.deleted.putBack(id);
    await expect(other.deleted.putBack(id)).rejects.toMatchObject({ code: 'post-missing' });
  });

  it('leaves a post that is a link to another file where it is', async () => {
    const site = await openBlog();
    symlinkSync(join(site.root, first), join(site.root, 'posts/2024-07-01-link.md'));
    await expect(site.deleted.remove('posts/2024-07-01-link.md')).rejects.toMatchObject({
      code: 'bad-input',
    });
    expect(lstatSync(join(site.root, 'posts/2024-07-01-link.md')).isSymbolicLink()).toBe(true);
    expect(existsSync(join(site.root, first))).toBe(true);
  });

  it('says of a post that is not there that it is missing, and reaches nothing outside the blog', async () => {
    const site = await openBlog();
    await expect(site.deleted.remove('posts/none.md')).rejects.toMatchObject({ code: 'post-missing' });
    await expect(site.deleted.remove('../elsewhere.md')).rejects.toMatchObject({
      code: 'path-outside-site',
    });
  });
});

describe('deleting a post with a folder of its own', () => {
  const trip = 'content/posts/trip/index.md';
  const own = ['content/posts/trip/cover.jpg', 'content/posts/trip/maps/north.png'];
  const hugo = {
    'hugo.toml': 'title = "My blog"\n',
    [trip]: '---\ntitle: Trip\n---\n![](cover.jpg) ![](maps/north.png)\n',
    [own[0] ?? '']: 'a cover',
    [own[1] ?? '']: 'a map',
    'content/posts/other/index.md': '---\ntitle: Other\nimage: cover.jpg\n---\nAfter the [trip](../trip/).\n',
    'content/posts/other/cover.jpg': 'another cover',
  };
  const openHugo = (files = {}) => openBlog(temporaryFolder(), { ...hugo, ...files });
  const isThere = (site: OpenSite, path: string) => existsSync(join(site.root, path));

  it('takes all of the folder, and brings all of it back', async () => {
    const site = await openHugo();
    const { id, files, filesLeft } = await site.deleted.remove(trip);
    expect({ files, filesLeft }).toEqual({ files: 2, filesLeft: 0 });
    expect(isThere(site, 'content/posts/trip')).toBe(false);
    expect(isThere(site, 'content/posts/other/cover.jpg')).toBe(true);
    expect(await site.deleted.list()).toMatchObject([{ id, path: trip, title: 'Trip', files: 2 }]);

    expect(await site.deleted.putBack(id)).toBe(trip);
    for (const path of [trip, ...own])
      expect(readFileSync(join(site.root, path), 'utf8')).toBe(hugo[path as keyof typeof hugo]);
    expect(await site.deleted.list()).toEqual([]);
  });

  it.each([
    ['a post', 'content/posts/other/index.md', '![](../trip/maps/north.png)\n'],
    ['a post, with percent signs', 'content/posts/other/index.md', '![](/posts/tri%70/maps/north.png)\n'],
    [
      'a template',
      'layouts/index.html',
      '{{ $page := site.GetPage "trip" }}\n{{ $page.Resources.Get "maps/north.png" }}\n',
    ],
    ['the configuration', 'hugo.toml', 'title = "A"\n[params]\nimage = "posts/trip/maps/north.png"\n'],
  ])('leaves what %s uses', async (_, path, text) => {
    const site = await openHugo({ [path]: text });
    const { id, files, filesLeft } = await site.deleted.remove(trip);
    expect({ files, filesLeft }).toEqual({ files: 1, filesLeft: 1 });
    expect(own.map((file) => isThere(site, file))).toEqual([false, true]);
    await site.deleted.putBack(id);
    expect(own.map((file) => isThere(site, file))).toEqual([true, true]);
  });

  it('leaves the folder of a post that is there in another language too', async () => {
    const site = await openHugo({ 'content/posts/trip/index.de.md': '---\ntitle: Reise\n---\n' });
    expect(await site.deleted.remove(trip)).toMatchObject({ files: 0, filesLeft: 0 });
    expect(own.map((file) => isThere(site, file))).toEqual([true, true]);
  });

  it('leaves links, and what is behind them', async () => {
    const site = await openHugo();
    const elsewhere = join(temporaryFolder(), 'elsewhere.png');
    writeFileSync(elsewhere, 'far');
    symlinkSync(elsewhere, join(site.root, 'content/posts/trip/far.png'));
    expect(await site.deleted.remove(trip)).toMatchObject({ files: 2 });
    expect(lstatSync(join(site.root, 'content/posts/trip/far.png')).isSymbolicLink()).toBe(true);
    expect(readFileSync(elsewhere, 'utf8')).toBe('far');
  });

  it('brings nothing back where another file lies at the place of one of them', async () => {
    const site = await openHugo();
    const { id } = await site.deleted.remove(trip);
    writeFiles(site.root, { [own[1] ?? '']: 'a newer map' });
    await expect(site.deleted.putBack(id)).rejects.toMatchObject({ code: 'post-exists' });
    expect(isThere(site, trip)).toBe(false);
    expect(readFileSync(join(site.root, own[1] ?? ''), 'utf8')).toBe('a newer map');
    expect(await site.deleted.list()).toMatchObject([{ id, files: 2 }]);
  });

  it('takes the asset folder of Hexo with its post', async () => {
    const site = await openBlog(temporaryFolder(), {
      '_config.yml': 'title: A\npost_asset_folder: true\n',
      'package.json': '{"dependencies":{"hexo":"7.0.0"}}',
      'source/_posts/trip.md': '---\ntitle: Trip\ndate: 2024-01-01\n---\n',
      'source/_posts/trip/cover.jpg': 'a cover',
      'source/_posts/tripod.md': '---\ntitle: Tripod\ndate: 2024-01-02\n---\n',
    });
    const { id, files } = await site.deleted.remove('source/_posts/trip.md');
    expect(files).toBe(1);
    expect(isThere(site, 'source/_posts/trip')).toBe(false);
    expect(isThere(site, 'source/_posts/tripod.md')).toBe(true);
    await site.deleted.putBack(id);
    expect(isThere(site, 'source/_posts/trip/cover.jpg')).toBe(true);
  });
});
