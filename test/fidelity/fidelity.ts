import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { sharedFolder } from '../helpers/shared.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';
import { type BlogFigures, measureBlog } from './measure-blog.ts';
import { isFaithful, reportLines } from './report.ts';

/**
 * Edits every post of these blogs in memory and prints what changed. Nothing is written to the blogs.
 *
 * @param folders blogs; the reference blogs where none is named
 * @returns exit code: 0 where every edit kept to its key and few were refused, 1 where not, 2 where there is no blog
 */
export async function fidelity(folders: readonly string[], print: (line: string) => void): Promise<number> {
  const chosen = folders.length > 0 ? folders.map((folder) => resolve(folder)) : referenceBlogs();
  const missing = chosen.filter((folder) => !existsSync(folder));
  if (chosen.length === 0 || missing.length > 0) {
    print(missing.length > 0 ? `There is no folder ${missing.join(', ')}.` : 'Name the folder of a blog.');
    return 2;
  }
  const home = makeTemporaryFolder();
  try {
    const blogs: BlogFigures[] = [];
    for (const folder of chosen)
      blogs.push(
        await measureBlog(folder, basename(folder), { data: join(home, 'data'), cache: join(home, 'cache') }),
      );
    for (const line of reportLines(blogs)) print(line);
    return isFaithful(blogs) ? 0 : 1;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function referenceBlogs(): string[] {
  const corpora = sharedFolder('corpora');
  if (!corpora) return [];
  return readdirSync(corpora)
    .map((name) => join(corpora, name))
    .filter((folder) => existsSync(join(folder, '.corpus', 'meta.json')));
}
