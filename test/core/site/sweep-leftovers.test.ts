import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

describe('what a killed save has left', () => {
  it('is moved to the bin on open when it is old and its program has ended, and is never a post', async () => {
    const folder = temporaryFolder();
    const dead = '.galley-99999999-0123456789ab.tmp';
    const alive = `.galley-${process.pid}-0123456789ab.tmp`;
    const young = '.galley-99999999-ba9876543210.tmp';
    writeFiles(join(folder, 'blog'), {
      'galley.yml': '',
      'posts/a.md': 'a',
      [`posts/${dead}`]: 'lost words',
      [`posts/${alive}`]: 'being written',
      [`posts/${young}`]: 'may be written elsewhere',
    });
    for (const name of [dead, alive]) utimesSync(join(folder, 'blog', 'posts', name), 1, 1);
    const home = { data: join(folder, 'data'), cache: join(folder, 'cache') };
    const site = await openSite(join(folder, 'blog'), { home });
    expect((await site.posts.list()).map(({ path }) => path)).toEqual(['posts/a.md']);
    expect(readdirSync(join(folder, 'blog', 'posts')).sort()).toEqual([alive, young, 'a.md'].sort());
    const [entry = ''] = readdirSync(join(home.data, 'bin'));
    expect(readFileSync(join(home.data, 'bin', entry, 'content'), 'utf8')).toBe('lost words');
    await site.close();
  });
});
