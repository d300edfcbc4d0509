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
      { id, path: first, title: 'First', removedAt: expect.stringMatching(/^\d{4}-/) },
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
