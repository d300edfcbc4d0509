import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../../src-main/common/markdown/render.ts';
import { readTarget } from '../../../src-main/common/markdown/targets.ts';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { heroOf } from '../../../src-main/common/posts/hero.ts';
import { pathOfTarget } from '../../../src-main/common/site/target-places.ts';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { corpusPosts } from '../../helpers/corpora.ts';
import { sharedFolder } from '../../helpers/shared.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const corpora = sharedFolder('corpora');
const names = corpora
  ? readdirSync(corpora).filter((name) => existsSync(join(corpora, name, '.corpus', 'TREE.txt')))
  : [];
const posts = corpusPosts();

describe.skipIf(!corpora)(
  `pictures of ${names.length} real blogs${corpora ? '' : ' (skipped: no corpora)'}`,
  () => {
    it('are found in at least 98% of the cases where the file exists', async () => {
      const totals = { shown: 0, lost: 0, elsewhere: 0 };
      const lost: string[] = [];
      for (const name of names) {
        const { root, files } = buildBlog(name);
        const site = await openSite(root, { home: { data: '', cache: '' } });
        try {
          for (const [post, target] of picturesOf(name)) {
            if (await site.assets.find({ post, target })) totals.shown += 1;
            else if (exists(files, target)) {
              totals.lost += 1;
              lost.push(`${name}/${post}: ${target}`);
            } else totals.elsewhere += 1;
          }
        } finally {
          await site.close();
        }
      }
      const share = totals.shown / (totals.shown + totals.lost);
      process.stdout.write(
        `pictures: ${totals.shown} shown, ${totals.lost} not shown though there is such a file, ${totals.elsewhere} without a file; ${(share * 100).toFixed(2)}%\n${lost.map((line) => `  ${line}\n`).join('')}`,
      );
      expect(totals.shown).toBeGreaterThan(500);
      expect(share).toBeGreaterThanOrEqual(0.98);
    });
  },
);

/** The blog's texts, and an empty file for each other one that it has. */
function buildBlog(name: string): { root: string; files: string[] } {
  const root = join(temporaryFolder(), name);
  const source = join(corpora ?? '', name);
  cpSync(source, root, { recursive: true, filter: (path) => !path.includes(`${name}/.corpus`) });
  const files = readFileSync(join(source, '.corpus', 'TREE.txt'), 'utf8')
    .split('\n')
    .filter(Boolean);
  for (const file of files) {
    const path = join(root, file);
    if (existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
  }
  return { root, files };
}

/** Every picture of the blog's own that its posts show, as they name it. */
function picturesOf(name: string): [post: string, target: string][] {
  return posts
    .filter((post) => post.name.startsWith(`${name}/`))
    .flatMap((post) => {
      const path = post.name.slice(name.length + 1);
      const { data, bodyStart } = readFrontMatter(post.text);
      const found: [string, string][] = [];
      const hero = heroOf(data);
      const read = hero && readTarget(hero.target);
      if (read?.kind === 'local') found.push([path, read.written]);
      createRenderer({
        remoteImages: false,
        resolveImage(target) {
          found.push([path, target]);
          return undefined;
        },
      }).render(post.text.slice(bodyStart));
      return found;
    });
}

/** Whether any file of the blog is called so: by its path, or by the end of it. */
function exists(files: readonly string[], target: string): boolean {
  const path = pathOfTarget(target)?.replace(/^(?:[./@~]*\/)+/, '');
  return (
    path !== undefined && path !== '' && files.some((file) => file === path || file.endsWith(`/${path}`))
  );
}
