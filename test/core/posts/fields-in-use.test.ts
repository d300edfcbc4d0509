import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

describe('the keys in use', () => {
  it('are those of the posts beside a post, also of one that has come since', async () => {
    const root = temporaryFolder();
    const write = (path: string, front: string) => {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), `---\n${front}\n---\n`);
    };
    writeFileSync(join(root, 'hugo.toml'), 'baseURL = "https://example.org/"\n');
    write('content/posts/a.md', 'title: A\ndate: 2024-01-01\nseries: [x]');
    write('content/posts/b.md', 'title: B\ndate: 2024-01-02\nbroken: [');
    write('content/recipes/c.md', 'title: C\ndate: 2024-01-03\nserves: 4');
    const site = await openSite(root, { home: { data: '', cache: '' } });
    try {
      const keys = async (path: string) => (await site.fieldsInUse(path)).map(({ key }) => key.join('.'));
      expect(await keys('content/posts/a.md')).toEqual(['title', 'date', 'series']);
      expect(await keys('content/recipes/c.md')).toEqual(['title', 'date', 'serves']);
      expect(await keys('content/posts/not-yet.md')).toEqual(['title', 'date', 'series']);
      write('content/posts/d.md', 'title: D\ndate: 2024-01-04\nmood: good');
      await site.refresh();
      expect(await keys('content/posts/a.md')).toContain('mood');
    } finally {
      await site.close();
    }
  });
});
