import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRecentSites } from '../../../src-main/core/settings/recent-sites.ts';
import { createSettingsStore } from '../../../src-main/core/settings/settings-store.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

function emptyHome() {
  const folder = temporaryFolder();
  return { data: join(folder, 'data'), cache: join(folder, 'cache') };
}

describe('the settings', () => {
  it('are the defaults at first, and nothing is written for that', async () => {
    const home = emptyHome();
    expect(await createSettingsStore(home).read()).toMatchObject({
      theme: 'system',
      remoteImages: false,
      layouts: {},
    });
    expect(() => statSync(home.data)).toThrow();
  });

  it('are kept, one change after the other', async () => {
    const home = emptyHome();
    const store = createSettingsStore(home);
    await Promise.all([
      store.change({ theme: 'dark' }),
      store.change({ layouts: { '/a': { listSize: 20 } } }),
      store.change({ layouts: { '/b': { listSize: 30 } } }),
    ]);
    expect(await createSettingsStore(home).read()).toMatchObject({
      theme: 'dark',
      layouts: { '/a': { listSize: 20 }, '/b': { listSize: 30 } },
    });
  });

  it('lose only what cannot be read, and keep the file that a hand has broken', async () => {
    const home = emptyHome();
    mkdirSync(home.data);
    const broken = '{ "theme": "dark", "writingFace": 12, "unknown": true }';
    writeFileSync(join(home.data, 'settings.json'), broken);
    const store = createSettingsStore(home);
    expect(await store.read()).toMatchObject({ theme: 'dark', writingFace: 'mono' });
    await store.change({ remoteImages: true });
    expect(await store.read()).toMatchObject({ theme: 'dark', remoteImages: true });
    const kept = readdirSync(home.data).filter((name) => name.endsWith('.bad'));
    expect(kept.map((name) => readFileSync(join(home.data, name), 'utf8'))).toEqual([broken]);
  });

  it('begin anew where the file is no JSON, which is kept aside', async () => {
    const home = emptyHome();
    mkdirSync(home.data);
    writeFileSync(join(home.data, 'settings.json'), '{ "theme": ');
    expect(await createSettingsStore(home).read()).toMatchObject({ theme: 'system' });
    expect(readdirSync(home.data).filter((name) => name.endsWith('.bad'))).toHaveLength(1);
  });
});

describe('recent blogs', () => {
  it('come newest first, each once', async () => {
    const home = emptyHome();
    const recent = createRecentSites(home);
    expect(await recent.list()).toEqual([]);
    await recent.remember({ name: 'A', root: '/a' });
    await recent.remember({ name: 'B', root: '/b' });
    await recent.remember({ name: 'A again', root: '/a' });
    expect((await recent.list()).map((site) => site.name)).toEqual(['A again', 'B']);
  });
});
