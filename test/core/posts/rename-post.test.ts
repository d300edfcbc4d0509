import { linkSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../../src-main/common/errors.ts';
import type { RenameInput } from '../../../src-main/common/posts/post.ts';
import {
  createDisk,
  type Disk,
  type DiskCalls,
  isLeftover,
  systemCalls,
} from '../../../src-main/core/disk.ts';
import { type OpenSite, openSite } from '../../../src-main/core/site/open-site.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { type Fault, faultyCalls } from '../faulty-calls.ts';

const text = (title: string, body = '') => `---\ntitle: ${title}\ndate: 2024-05-01\n---\n\n${body}`;

const blog = {
  'hugo.toml': 'baseURL = "https://example.org/"\n',
  'content/posts/old/index.md': text('Old', '![cat](/posts/old/cat.png)\n'),
  'content/posts/old/cat.png': 'a picture',
  'content/posts/a.md': text('A', '[old](/posts/old/)\n'),
  'content/posts/b.md': text('B', '[old]({{< ref "old" >}})\r\n'),
  'content/posts/c.md': text('C', 'Nothing of it.\n'),
};
const renaming: RenameInput = { path: 'content/posts/old/index.md', slug: 'new' };
const afterwards = {
  'hugo.toml': blog['hugo.toml'],
  'content/posts/new/index.md': text('Old', '![cat](/posts/new/cat.png)\n'),
  'content/posts/new/cat.png': 'a picture',
  'content/posts/a.md': text('A', '[old](/posts/new/)\n'),
  'content/posts/b.md': text('B', '[old]({{< ref "new" >}})\r\n'),
  'content/posts/c.md': blog['content/posts/c.md'],
};

async function openBlog(files: Record<string, string>, disk?: Disk): Promise<OpenSite> {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  const site = await openSite(folder, { home: { data: '', cache: '' }, ...(disk ? { disk } : {}) });
  onTestFinished(() => site.close());
  return site;
}

const rename = (site: OpenSite, input: RenameInput) => site.posts.rename(input, async () => {});

/** Every file of the blog by its path, but for what a killed save leaves. */
function filesOf({ root }: OpenSite): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !isLeftover(entry.name),
  );
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')];
    }),
  );
}

const failureOf = (action: Promise<unknown>): Promise<AppError | undefined> =>
  action.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof AppError) return error;
      throw error;
    },
  );

describe('renaming a post', () => {
  it('moves its folder, lets the links follow and touches nothing else', async () => {
    const site = await openBlog(blog);
    const before = statSync(join(site.root, 'content/posts/c.md'));
    const kept: string[] = [];
    const outcome = await site.posts.rename(renaming, async (path) => {
      kept.push(path);
    });
    expect(outcome).toEqual({
      from: renaming.path,
      to: 'content/posts/new/index.md',
      updated: ['content/posts/a.md', 'content/posts/b.md', 'content/posts/new/index.md'],
      moved: [{ from: renaming.path, to: 'content/posts/new/index.md' }],
    });
    expect(filesOf(site)).toEqual(afterwards);
    expect(kept.sort()).toEqual(['content/posts/a.md', 'content/posts/b.md', renaming.path]);
    expect(statSync(join(site.root, 'content/posts/c.md')).mtimeMs).toBe(before.mtimeMs);
    const listed = (await site.posts.list()).map(({ path }) => path);
    expect(listed).toContain('content/posts/new/index.md');
    expect(listed).not.toContain(renaming.path);
  });

  it('leaves the file itself the same one, with its time and mode, where its text stays', async () => {
    const site = await openBlog(blog);
    const before = statSync(join(site.root, 'content/posts/c.md'));
    await rename(site, { path: 'content/posts/c.md', slug: 'd' });
    const after = statSync(join(site.root, 'content/posts/d.md'));
    expect([after.ino, after.mtimeMs, after.mode]).toEqual([before.ino, before.mtimeMs, before.mode]);
  });

  it('gives a name with other capitals', async () => {
    const site = await openBlog({ 'galley.yml': '', 'posts/Old.md': text('Old') });
    await rename(site, { path: 'posts/Old.md', slug: 'old' });
    expect(readdirSync(join(site.root, 'posts'))).toEqual(['old.md']);
  });

  it.each([
    ['a file', 'content/posts/new.md'],
    ['a file in other capitals', 'content/posts/NEW.md'],
  ])('refuses to move a post over %s', async (_, path) => {
    const files = { ...blog, [path]: text('In the way', '').replace('---\n\n', 'slug: elsewhere\n---\n\n') };
    const site = await openBlog(files);
    expect(await failureOf(rename(site, { path: 'content/posts/c.md', slug: 'new' }))).toMatchObject({
      code: 'post-exists',
    });
    expect(filesOf(site)).toEqual(files);
  });

  it('refuses to move a folder over one that the list does not know, and leaves all as it was', async () => {
    const files = { ...blog, 'content/posts/new/.hidden': '' };
    const site = await openBlog(files);
    expect(await failureOf(rename(site, renaming))).toMatchObject({ code: 'post-exists' });
    expect(filesOf(site)).toEqual(files);
  });

  it('refuses what is outside, what is no post, and a post that is a link', async () => {
    const site = await openBlog(blog);
    symlinkSync('a.md', join(site.root, 'content/posts/link.md'));
    for (const [path, code] of [
      ['../x.md', 'path-outside-site'],
      ['content/posts/gone.md', 'post-missing'],
      ['hugo.toml', 'bad-input'],
      ['content/posts/link.md', 'bad-input'],
    ] as const)
      expect(await failureOf(rename(site, { path, slug: 'new' })), path).toMatchObject({ code });
  });

  it('renamed back, is the blog that it was', async () => {
    const site = await openBlog(blog);
    await rename(site, renaming);
    await rename(site, { path: 'content/posts/new/index.md', slug: 'old' });
    expect(filesOf(site)).toEqual(blog);
  });

  it('leaves files alone that are no UTF-8', async () => {
    const site = await openBlog(blog);
    const path = join(site.root, 'content/posts/latin.md');
    const bytes = Buffer.from(text('Latin', '[old](/posts/old/) caf\u00e9\n'), 'latin1');
    writeFileSync(path, bytes);
    await rename(site, renaming);
    expect(readFileSync(path)).toEqual(bytes);
  });

  it('waits for a save of a text that it changes, and takes nothing from it', async () => {
    const site = await openBlog(blog);
    const { revision } = await site.posts.read('content/posts/a.md');
    const longer = text('A', `[old](/posts/old/)\n${'More. '.repeat(2000)}\n`);
    const [saved, failure] = await Promise.all([
      site.posts.save({ path: 'content/posts/a.md', text: longer, basedOn: revision }),
      failureOf(rename(site, renaming)),
    ]);
    expect(saved.kind).toBe('saved');
    const { 'content/posts/a.md': now } = filesOf(site);
    // Either it came before the look, and its links have followed, or all is as it was.
    if (failure) expect(now).toBe(longer);
    else expect(now).toBe(longer.replace('/posts/old/', '/posts/new/'));
  });
});

describe('a renaming that cannot be completed', () => {
  /** A blog whose disk does this before a file of that name is replaced. */
  const interrupted = (name: string, action: (root: string) => void): Promise<OpenSite> => {
    let site: OpenSite | undefined;
    const calls: DiskCalls = {
      ...systemCalls,
      access: async (path, mode) => {
        if (site && path.endsWith(name)) action(site.root);
        return systemCalls.access(path, mode);
      },
    };
    return openBlog(blog, createDisk(calls)).then((opened) => {
      site = opened;
      return opened;
    });
  };

  it('takes all back where another program changes a text at that moment, and keeps what that has written', async () => {
    const foreign = text('B', 'Written by another program.\n');
    const site = await interrupted('b.md', (root) =>
      writeFileSync(join(root, 'content/posts/b.md'), foreign),
    );
    const failure = await failureOf(rename(site, renaming));
    expect(failure).toMatchObject({ code: 'write-refused' });
    expect(failure?.message).toContain('content/posts/b.md');
    expect(failure?.message).toContain('all is as it was');
    expect(filesOf(site)).toEqual({ ...blog, 'content/posts/b.md': foreign });
  });

  const faults: readonly Fault[] = ['EIO', 'ENOSPC', 'EROFS', 'short-write'];

  it.each(faults)('is as if it had not begun where one call of the system fails by %s', async (fault) => {
    for (let at = 1; ; at += 1) {
      const { calls, count } = faultyCalls(at, fault, false);
      const site = await openBlog(blog, createDisk(calls));
      const failure = await failureOf(rename(site, renaming));
      expect(filesOf(site), `call ${at}`).toEqual(failure ? blog : afterwards);
      if (failure) expect(failure.message).toContain('Nothing was renamed');
      await site.close();
      if (count() < at) return;
    }
  });

  it('has every text whole and in one place, wherever it is cut off', async () => {
    const ways: Record<string, readonly string[]> = {};
    for (const [old, now] of [
      ['content/posts/old/index.md', 'content/posts/new/index.md'],
      ['content/posts/old/cat.png', 'content/posts/new/cat.png'],
      ['content/posts/a.md', 'content/posts/a.md'],
      ['content/posts/b.md', 'content/posts/b.md'],
    ] as const)
      ways[old] = [
        now,
        (blog as Record<string, string>)[old] ?? '',
        (afterwards as Record<string, string>)[now] ?? '',
      ];
    for (let at = 1; ; at += 1) {
      const { calls, count } = faultyCalls(at, 'EIO', true);
      const site = await openBlog(blog, createDisk(calls));
      const failure = await failureOf(rename(site, renaming));
      const files = filesOf(site);
      for (const [old, [now = '', ...texts]] of Object.entries(ways)) {
        const found = [...new Set([old, now])].filter((path) => Object.hasOwn(files, path));
        expect(found, `call ${at}: ${old}`).toHaveLength(1);
        expect(texts).toContain(files[found[0] ?? '']);
      }
      await site.close();
      if (!failure || count() < at) return;
    }
  });

  it('writes through hard links, and takes that back too', async () => {
    const site = await openBlog(blog);
    linkSync(join(site.root, 'content/posts/a.md'), join(site.root, 'second-name'));
    await rename(site, renaming);
    expect(readFileSync(join(site.root, 'second-name'), 'utf8')).toBe(afterwards['content/posts/a.md']);
  });
});
