import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const text = '---\ntitle: Old\ndate: 2024-05-01\n---\n\nText\r\nand ümlauts\n';

async function openBlog() {
  const folder = temporaryFolder();
  writeFiles(folder, {
    'hugo.toml': 'baseURL = "https://example.org/"\n',
    'content/posts/old.md': text,
    'content/posts/other.md': text.replace('Old', 'Odd'),
  });
  const site = await openSite(folder, { home: { data: '', cache: '' } });
  onTestFinished(() => site.close());
  await site.posts.list();
  return { folder, posts: site.posts };
}

describe('a post that another program has renamed', () => {
  it('is found by its text', async () => {
    const { folder, posts } = await openBlog();
    renameSync(join(folder, 'content/posts/old.md'), join(folder, 'content/posts/new.md'));
    expect(await posts.findMoved(text)).toBe('content/posts/new.md');
  });

  it('is not taken for one with another text, and for none of two with the same', async () => {
    const { folder, posts } = await openBlog();
    renameSync(join(folder, 'content/posts/old.md'), join(folder, 'elsewhere.txt'));
    expect(await posts.findMoved(text)).toBeUndefined();
    writeFiles(folder, { 'content/posts/a.md': text, 'content/posts/b.md': text });
    expect(await posts.findMoved(text)).toBeUndefined();
  });
});
