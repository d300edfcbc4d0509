import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type OpenSite, openSite, type SiteChange } from '../../../src-main/core/site/open-site.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const post = (title: string, date = '2024-05-01') => `---\ntitle: ${title}\ndate: ${date}\n---\n\nText.\n`;
const first = 'posts/2024-05-01-first.md';

interface Watched {
  site: OpenSite;
  changes: SiteChange[];
  /** The next change after those that were asked for before. */
  next(): Promise<SiteChange>;
  /** Settles when a file written now has been told of: everything before it has then been told too. */
  settled(): Promise<void>;
}

async function watchBlog(files: Record<string, string>): Promise<Watched> {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  const site = await openSite(folder, { home: { data: '', cache: '' } });
  const changes: SiteChange[] = [];
  let asked = 0;
  let wake = () => {};
  const stop = await site.watch((change) => {
    changes.push(change);
    wake();
  });
  onTestFinished(async () => {
    await stop();
    await site.close();
  });
  const next = async (): Promise<SiteChange> => {
    while (changes.length <= asked) await new Promise<void>((resolve) => (wake = resolve));
    asked += 1;
    return changes[asked - 1] as SiteChange;
  };
  let probes = 0;
  const settled = async (): Promise<void> => {
    probes += 1;
    const probe = `probe-${probes}.txt`;
    writeFileSync(join(folder, probe), '');
    while (!(await next()).files.includes(probe));
    changes.splice(0);
    asked = 0;
  };
  await settled();
  return { site, changes, next, settled };
}

const blog = { 'galley.yml': 'title: Mine\n', [first]: post('First') };

describe('watching a blog', () => {
  it('tells of a post that another program changed', async () => {
    const { site, next } = await watchBlog(blog);
    writeFileSync(join(site.root, first), post('Changed elsewhere'));
    expect((await next()).paths).toEqual([first]);
    expect((await site.posts.list())[0]?.title).toBe('Changed elsewhere');
  });

  it('tells of new and removed posts', async () => {
    const { site, next, settled } = await watchBlog(blog);
    writeFileSync(join(site.root, 'posts', 'second.md'), post('Second'));
    expect((await next()).paths).toEqual(['posts/second.md']);
    await settled();
    rmSync(join(site.root, first));
    expect((await next()).paths).toEqual([first]);
    expect((await site.posts.list()).map(({ title }) => title)).toEqual(['Second']);
  });

  it('tells of a save of its own once', async () => {
    const { site, changes, settled } = await watchBlog(blog);
    const { revision } = await site.posts.read(first);
    await site.posts.save({ path: first, text: post('Mine'), basedOn: revision });
    const told = changes.filter(({ paths }) => paths.includes(first)).length;
    await settled();
    expect(told).toBe(1);
    expect(changes.filter(({ paths }) => paths.includes(first))).toEqual([]);
  });

  it('tells of other files too, and not of what lies in ignored folders', async () => {
    const { site, next } = await watchBlog({ ...blog, '.git/HEAD': 'ref: refs/heads/main\n' });
    mkdirSync(join(site.root, 'node_modules'));
    writeFileSync(join(site.root, 'node_modules', 'a.md'), 'x');
    writeFileSync(join(site.root, '.git', 'index'), 'x');
    mkdirSync(join(site.root, 'assets'));
    writeFileSync(join(site.root, 'assets', 'a.png'), 'x');
    const files: string[] = [];
    // What lies in a new folder is told as the folder where it was there before the folder was watched.
    while (!files.some((file) => file.startsWith('assets'))) files.push(...(await next()).files);
    expect(files.filter((file) => /node_modules\/|\.git\//.test(file))).toEqual([]);
  });

  it('notices a folder of posts that is moved in and away', async () => {
    const { site, next } = await watchBlog(blog);
    const outside = temporaryFolder();
    writeFiles(outside, { 'more/a.md': post('A'), 'more/b.md': post('B') });
    renameSync(join(outside, 'more'), join(site.root, 'posts', 'more'));
    const seen = new Set<string>();
    while (seen.size < 2) for (const path of (await next()).paths) seen.add(path);
    expect([...seen].sort()).toEqual(['posts/more/a.md', 'posts/more/b.md']);
    renameSync(join(site.root, 'posts', 'more'), join(outside, 'more'));
    const gone = new Set<string>();
    while (gone.size < 2) for (const path of (await next()).paths) gone.add(path);
    expect((await site.posts.list()).map(({ title }) => title)).toEqual(['First']);
  });

  it('ends quietly where the folder itself has gone', async () => {
    const folder = temporaryFolder();
    const blog = join(folder, 'blog');
    writeFiles(blog, { [first]: post('First'), 'posts/deep/2024-05-02-second.md': post('Second') });
    const site = await openSite(blog, { home: { data: '', cache: '' } });
    let wake = () => {};
    const told = new Promise<void>((resolve) => (wake = resolve));
    const stop = await site.watch(() => wake());
    rmSync(blog, { recursive: true });
    await told;
    expect(await site.posts.list()).toEqual([]);
    await stop();
    await site.close();
  });

  it('folds a checkout of thousands of files', async () => {
    const { site, changes, next, settled } = await watchBlog(blog);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
        cwd: site.root,
      });
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    git('checkout', '-q', '-b', 'many');
    for (let index = 0; index < 3000; index += 1)
      writeFileSync(join(site.root, 'posts', `post-${index}.md`), post(`Post ${index}`));
    git('add', '-A');
    git('commit', '-q', '-m', 'many');
    git('checkout', '-q', 'main');
    await settled();
    git('checkout', '-q', 'many');
    while ((await site.posts.list()).length < 3001) await next();
    // One, where the machine is not so busy that git itself pauses.
    expect(changes.filter(({ list }) => list).length).toBeLessThan(4);
    await settled();
  });

  it('folds a storm into few changes', async () => {
    const { site, changes, settled } = await watchBlog(blog);
    for (let index = 0; index < 1000; index += 1)
      writeFileSync(join(site.root, 'posts', `post-${index}.md`), post(`Post ${index}`));
    while ((await site.posts.list()).length < 1001) await new Promise((resolve) => setTimeout(resolve, 20));
    const told = changes.length;
    await settled();
    expect(told).toBeLessThan(30);
  });

  it('sees what a checkout of another branch leaves', async () => {
    const { site } = await watchBlog(blog);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
        cwd: site.root,
      });
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    git('checkout', '-q', '-b', 'other');
    writeFileSync(join(site.root, first), post('On the other branch'));
    git('commit', '-q', '-am', 'two');
    git('checkout', '-q', 'main');
    const title = async () => (await site.posts.list())[0]?.title;
    while ((await title()) !== 'First') await new Promise((resolve) => setTimeout(resolve, 20));
    git('checkout', '-q', 'other');
    while ((await title()) !== 'On the other branch') await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it('describes the blog anew when its configuration changes', async () => {
    const { site, next } = await watchBlog(blog);
    writeFileSync(join(site.root, 'galley.yml'), 'title: Renamed\n');
    while (!(await next()).files.includes('galley.yml'));
    expect(site.description().name).toBe('Renamed');
  });

  it('ends with the last listener', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, blog);
    const site = await openSite(folder, { home: { data: '', cache: '' } });
    const stop = await site.watch(() => {
      throw new Error('told after the end');
    });
    await stop();
    await stop();
    writeFileSync(join(folder, first), post('Later'));
    await site.close();
  });
});
