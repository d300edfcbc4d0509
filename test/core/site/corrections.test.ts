import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCorrections } from '../../../src-main/core/site/corrections.ts';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const files = {
  'notes/one.md': '---\ntitle: One\ndate: 2024-01-02\n---\nText\n',
  'notes/two.md': '# Two\n',
  'docs/manual.md': '---\ntitle: Manual\ndate: 2024-01-02\n---\nText\n',
};

function blog(content: Record<string, string> = files) {
  const root = temporaryFolder();
  const data = join(temporaryFolder(), 'data');
  writeFiles(root, content);
  const home = { data, cache: join(data, 'cache') };
  return { root, home, corrections: createCorrections(home) };
}

async function described({ root, home }: Pick<ReturnType<typeof blog>, 'root' | 'home'>) {
  const site = await openSite(root, { home });
  try {
    const { convention, evidence, collections } = site.description();
    const folders = collections.map(({ folder, kind, posts }) => `${folder} ${kind} ${posts}`);
    return { convention, evidence, folders };
  } finally {
    await site.close();
  }
}

describe('a correction', () => {
  it('says what the blog is and where its posts lie, and is told as evidence', async () => {
    const { corrections, ...site } = blog();
    expect((await described(site)).convention).toBe('plain');
    await corrections.write(site.root, { convention: 'eleventy', posts: ['./notes/'] });
    expect(await described(site)).toEqual({
      convention: 'eleventy',
      evidence: ['You said that this is Eleventy.', 'You said that posts lie in notes.'],
      folders: ['notes posts 2', 'docs pages 1'],
    });
  });

  it('keeps what was found where only the folder was wrong', async () => {
    const { corrections, ...site } = blog({
      'hugo.toml': 'baseURL = "https://example.org/"\n',
      'content/posts/_index.md': '',
      'content/posts/one.md': '---\ntitle: One\n---\n',
      'writing/two.md': '---\ntitle: Two\n---\n',
    });
    await corrections.write(site.root, { posts: ['writing'] });
    expect(await described(site)).toEqual({
      convention: 'hugo',
      evidence: ['hugo.toml is Hugo’s configuration.', 'You said that posts lie in writing.'],
      folders: ['writing posts 1', 'content/posts pages 1'],
    });
  });

  it('is forgotten when nothing is said, and holds for that blog alone', async () => {
    const { corrections, ...site } = blog();
    const other = { ...blog(), home: site.home };
    await corrections.write(site.root, { convention: 'gatsby' });
    expect((await described(other)).convention).toBe('plain');
    expect((await described(site)).convention).toBe('gatsby');
    await corrections.write(site.root, {});
    expect(await described(site)).toEqual(await described(other));
  });

  it('lists posts anew although the index was saved', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [
        `notes/n${at}.md`,
        `---\ntitle: T${at}\npublished: 2024-01-02\n---\n`,
      ]),
    );
    const { corrections, ...site } = blog(many);
    await described(site);
    await corrections.write(site.root, { convention: 'jekyll', posts: ['notes'] });
    expect((await described(site)).folders).toEqual(['notes posts 60']);
  });

  it('refuses folders that are not there or lie outside', async () => {
    const { corrections, root } = blog();
    const outside = temporaryFolder();
    symlinkSync(outside, join(root, 'link'));
    await expect(corrections.write(root, { posts: ['none'] })).rejects.toMatchObject({
      code: 'folder-missing',
    });
    for (const path of ['../x', '/etc', 'link', 'notes/../..'])
      await expect(corrections.write(root, { posts: [path] }), path).rejects.toMatchObject({
        code: 'path-outside-site',
      });
  });

  it('is kept in Galley’s own folder, and what cannot be read there is nothing said', async () => {
    const { corrections, home, root } = blog();
    await corrections.write(root, { convention: 'zola' });
    const file = join(home.data, 'corrections.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ [root]: { convention: 'zola' } });
    writeFileSync(file, JSON.stringify({ [root]: { convention: 'wordpress' } }));
    expect(await corrections.read(root)).toBeUndefined();
    writeFileSync(file, '{');
    expect(await corrections.read(root)).toBeUndefined();
  });
});
