import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClient } from '../../src-main/common/api/client.ts';
import type { EventName, Payload } from '../../src-main/common/api/contract.ts';
import { directBridge } from '../../src-main/common/api/direct-bridge.ts';
import { type Application, createApplication } from '../../src-main/core/application.ts';
import { makeRepository, writeFiles } from '../helpers/repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

describe('an application', () => {
  it('says that no blog is open', async () => {
    const { client } = start();
    expect(await client.call('site.current')).toBeUndefined();
    await expect(client.call('posts.list')).rejects.toMatchObject({ code: 'no-site-open' });
    await expect(client.call('publish.plan')).rejects.toMatchObject({ code: 'no-site-open' });
  });

  it('opens one blog after another and remembers them', async () => {
    const { client, folder } = start();
    writeFiles(folder, {
      'one/galley.yml': 'title: One\n',
      'one/posts/a.md': '# A\n',
      'two/galley.yml': 'title: Two\n',
    });
    expect((await client.call('site.open', { path: join(folder, 'one') })).name).toBe('One');
    expect((await client.call('site.open', { path: join(folder, 'two') })).name).toBe('Two');
    expect((await client.call('site.current'))?.name).toBe('Two');
    expect((await client.call('site.recent')).map(({ name }) => name)).toEqual(['Two', 'One']);
    await expect(client.call('publish.plan')).rejects.toMatchObject({ code: 'no-repository' });
  });

  it('keeps the open blog where another cannot be opened', async () => {
    const { client, folder } = start();
    writeFiles(folder, { 'one/galley.yml': 'title: One\n' });
    await client.call('site.open', { path: join(folder, 'one') });
    await expect(client.call('site.open', { path: join(folder, 'none') })).rejects.toMatchObject({
      code: 'folder-missing',
    });
    expect((await client.call('site.current'))?.name).toBe('One');
  });

  it('tells once of a post that another program wrote, and of a new description', async () => {
    const { client, application, folder } = start();
    const { tree } = makeRepository(folder, { 'galley.yml': 'title: One\n', 'posts/a.md': '# A\n' });
    await client.call('site.open', { path: tree });
    await client.call('posts.list');

    const changed = next(application, 'posts.changed');
    writeFiles(tree, { 'posts/b.md': '# B\n' });
    expect(await changed).toEqual({ paths: ['posts/b.md'] });

    const described = next(application, 'site.changed');
    writeFiles(tree, { 'galley.yml': 'title: Renamed\n' });
    expect((await described)?.name).toBe('Renamed');
  });

  it('moves a picture to the bin that no post uses, and none that one does', async () => {
    const { client, folder } = start();
    const { tree } = makeRepository(folder, {
      'galley.yml': 'title: One\n',
      'posts/a.md': '# A\n![x](/assets/used.png)\n',
      'assets/used.png': 'used',
    });
    await client.call('site.open', { path: tree });
    writeFiles(tree, { 'assets/unused.png': 'unused' });
    expect((await client.call('publish.orphans')).map(({ path }) => path)).toEqual(['assets/unused.png']);
    await client.call('publish.binOrphan', { path: 'assets/unused.png' });
    expect(existsSync(join(tree, 'assets/unused.png'))).toBe(false);
    await client.call('assets.putBack', { path: 'assets/unused.png' });
    expect(readFileSync(join(tree, 'assets/unused.png'), 'utf8')).toBe('unused');
    for (const path of ['assets/used.png', 'posts/a.md', '.git/config'])
      await expect(client.call('publish.binOrphan', { path })).rejects.toMatchObject({ code: 'bad-input' });
    expect(existsSync(join(tree, 'assets/used.png'))).toBe(true);
  });

  it('tells of a post that it created itself', async () => {
    const { client, application, folder } = start();
    const { tree } = makeRepository(folder, { 'galley.yml': 'title: One\n', 'posts/a.md': '# A\n' });
    await client.call('site.open', { path: tree });
    const changed = next(application, 'posts.changed');
    const created = await client.call('posts.create', { title: 'Second' });
    expect(await changed).toEqual({ paths: [created.path] });
  });

  it('tells what an export holds, and lists where one may lie', async () => {
    const { client, folder } = start();
    writeFiles(folder, {
      'exports/notes/a.md': '# A\n',
      'exports/old.zip': 'none',
      'exports/.hidden.md': '',
    });
    const place = join(folder, 'exports');
    const { folders, files } = await client.call('folders.list', { path: place, files: true });
    expect([folders, files].map((found) => found.map(({ name }) => name))).toEqual([['notes'], ['old.zip']]);
    expect((await client.call('folders.list', { path: place })).files).toEqual([]);
    const file = join(place, 'notes');
    expect(await client.call('posts.describeImport', { file })).toEqual({ from: 'markdown', posts: 1 });
    await expect(client.call('posts.describeImport', { file, from: 'ghost' })).rejects.toMatchObject({
      code: 'bad-input',
    });
  });

  it('ends an import with the blog that it goes into', async () => {
    const { client, application, folder } = start();
    const exported = Array.from({ length: 60 }, (_, place) => [`export/${place}.md`, `# Post ${place}\n`]);
    writeFiles(folder, { 'one/galley.yml': 'title: One\n', ...Object.fromEntries(exported) });
    await client.call('site.open', { path: join(folder, 'one') });
    const begun = next(application, 'import.progress');
    const imported = client.call('posts.import', { file: join(folder, 'export') });
    await begun;
    await client.call('site.close');
    const { posts, cancelled } = await imported;
    expect(cancelled).toBe(true);
    for (const path of posts) expect(existsSync(join(folder, 'one', path))).toBe(true);
  });

  it('counts the tags in use, most used first', async () => {
    const { client, folder } = start();
    writeFiles(folder, {
      'galley.yml': 'title: One\n',
      'posts/a.md': '---\ntitle: A\ntags: [git, web]\n---\n',
      'posts/b.md': '---\ntitle: B\ntags: [web]\n---\n',
    });
    await client.call('site.open', { path: folder });
    expect(await client.call('posts.tags')).toEqual([
      { tag: 'web', posts: 2 },
      { tag: 'git', posts: 1 },
    ]);
  });
});

function start() {
  const folder = temporaryFolder();
  const home = { data: join(folder, 'home/data'), cache: join(folder, 'home/cache') };
  const application = createApplication({
    home,
    host: { kind: 'web', version: '0.0.0' },
    resources: join(folder, 'resources'),
  });
  onTestFinished(() => application.close());
  const client = createClient(
    directBridge(application, (error) => {
      throw error;
    }),
  );
  return { application, client, folder };
}

function next<E extends EventName>(application: Application, event: E): Promise<Payload<E>> {
  return new Promise((resolve) => {
    const unlisten = application.listen(event, (payload) => {
      unlisten();
      resolve(payload);
    });
  });
}
