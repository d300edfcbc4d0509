import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { built } from '../../helpers/built-site.ts';
import { sharedFolder } from '../../helpers/shared.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const corpora = sharedFolder('corpora');
const names = corpora
  ? readdirSync(corpora, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    )
  : [];

describe.skipIf(!corpora)(`real blogs${corpora ? '' : ' (skipped: the corpora are missing)'}`, () => {
  it.each(names)('%s is built whole', { timeout: 240_000 }, async (name) => {
    const folder = join(corpora ?? '', name);
    const home = temporaryFolder();
    const out = join(temporaryFolder(), 'site');
    const { posts, problems } = await built(folder, { out, home });
    const site = await openSite(folder, { home: { data: join(home, 'data'), cache: join(home, 'cache') } });
    const { collections, site: own } = site.description();
    const kinds = new Map(collections.map(({ folder: of, kind, site: at }) => [of, { kind, at }]));
    const meant = (await site.posts.list()).filter(({ collection, visibility, problems: wrong }) => {
      const { kind, at } = kinds.get(collection) ?? { kind: 'posts', at: own };
      return (
        at === own &&
        kind !== 'pages' &&
        visibility === 'public' &&
        !wrong.some((one) => one.severity === 'error')
      );
    });
    await site.close();
    const twice = problems.filter(({ code, severity }) => code === 'duplicate-url' && severity === 'error');
    expect(problems.filter(({ code }) => code === 'not-rendered')).toEqual([]);
    expect(posts + twice.length).toBeGreaterThanOrEqual(meant.length);
    expect(existsSync(join(out, 'index.html'))).toBe(true);
  });
});
