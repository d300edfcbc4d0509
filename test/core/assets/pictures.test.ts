import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../../src-main/common/errors.ts';
import { pictureStem } from '../../../src-main/core/assets/picture-name.ts';
import { createDisk, type Disk } from '../../../src-main/core/disk.ts';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { filesUnder } from '../../helpers/files-under.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const asItIs = { longestSide: undefined, webp: false, quality: 85 };
const post = '_posts/2024-03-09-on-the-sea.md';

let red: Uint8Array;
let blue: Uint8Array;
beforeAll(async () => {
  const picture = (background: string) =>
    sharp({ create: { width: 4, height: 3, channels: 3, background } })
      .png()
      .toBuffer();
  red = await picture('red');
  blue = await picture('blue');
});

async function openBlog(disk?: Disk) {
  const root = join(temporaryFolder(), 'blog');
  mkdirSync(root);
  writeFiles(root, { '_config.yml': '', [post]: '---\ntitle: A\n---\n' });
  const home = join(root, '..', 'home');
  const site = await openSite(root, { home: { data: home, cache: home }, ...(disk && { disk }) });
  onTestFinished(() => site.close());
  const add = (name: string, bytes = red) => site.pictures.add({ post, name, bytes }, asItIs);
  return { site, root, add };
}

describe('the name of a picture', () => {
  it.each([
    ['Évening Sun.PNG', 'evening-sun'],
    ['IMG_1234.JPG', 'img-1234'],
    ['CON.png', 'con-post'],
    ['Screenshot 2024-03-09 at 10.11.12.png', 'screenshot-2024-03-09-at-10-11-12'],
    ['日本の海.webp', '日本の海'],
    ['../../.git/hooks/post-commit.png', 'post-commit'],
    ['C:\\Users\\ada\\sun.png', 'sun'],
    ['sun.png\0.sh', 'sun-png'],
    ['-rf.png', 'rf'],
    [`${'long '.repeat(200)}.png`, /^(?:long-?){10,20}$/],
  ])('of %s is %s', (given, expected) => {
    const { stem, numbered } = pictureStem(given, post);
    expect(stem).toMatch(typeof expected === 'string' ? new RegExp(`^${expected}$`, 'u') : expected);
    expect(numbered).toBe(false);
  });

  it.each([
    'image.png',
    '',
    '.png',
    '...',
    'image (3).jpg',
    'e9f1c9f2-8a3f-4b1e-9d7a-3a5a0c3a7d11.png',
    '🌊.png',
  ])('is of its post where the file %s has none', (given) =>
    expect(pictureStem(given, post)).toEqual({ stem: 'on-the-sea', numbered: true }),
  );
});

describe('adding a picture', () => {
  it('never overwrites, and uses what is there already', async () => {
    const { root, add } = await openBlog();
    const first = await add('sun.png');
    const again = await add('sun.png');
    const other = await add('Sun.PNG', blue);
    expect([first, again, other].map(({ path, isNew }) => [path, isNew])).toEqual([
      ['assets/images/sun.png', true],
      ['assets/images/sun.png', false],
      ['assets/images/sun-2.png', true],
    ]);
    expect(readFileSync(join(root, 'assets/images/sun.png')).equals(red)).toBe(true);
  });

  it('numbers those without a name by their post', async () => {
    const { add } = await openBlog();
    const paths = [await add('image.png'), await add('image.png', blue)].map(({ path }) => path);
    expect(paths).toEqual(['assets/images/on-the-sea-1.png', 'assets/images/on-the-sea-2.png']);
  });

  it('takes one at a time, however many come at once', async () => {
    const { add } = await openBlog();
    const bytes = await Promise.all(
      ['red', 'green', 'blue', 'white'].map((background) =>
        sharp({ create: { width: 5, height: 5, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const added = await Promise.all(bytes.map((one) => add('sun.png', one)));
    expect(new Set(added.map(({ path }) => path)).size).toBe(4);
  });

  it('writes nothing outside the blog, whatever the name or the folder', async () => {
    const { root, add } = await openBlog();
    const outside = join(root, '..', 'outside');
    mkdirSync(outside);
    symlinkSync(outside, join(root, 'assets'));
    await expect(add('../../evil.png')).rejects.toMatchObject({ code: 'path-outside-site' });
    expect(readdirSync(outside)).toEqual([]);
  });

  it('refuses a post that leads out, and one that is not there', async () => {
    const { site } = await openBlog();
    const add = (path: string) => site.pictures.add({ post: path, name: 'a.png', bytes: red }, asItIs);
    await expect(add('../other.md')).rejects.toMatchObject({ code: 'path-outside-site' });
    await expect(add('_posts/none.md')).rejects.toMatchObject({ code: 'post-missing' });
  });

  it('refuses what is too large, and what is no picture, and writes nothing', async () => {
    const { root, add } = await openBlog();
    const before = filesUnder(root);
    await expect(add('a.png', Buffer.alloc(50_000_001))).rejects.toMatchObject({ code: 'picture-too-large' });
    await expect(add('a.png', Buffer.from('no'))).rejects.toMatchObject({ code: 'not-a-picture' });
    expect(filesUnder(root)).toEqual(before);
  });

  it('says so where the disk is full', async () => {
    const disk: Disk = {
      ...createDisk(),
      create: () => Promise.reject(new AppError('disk-full')),
    };
    const { root, add } = await openBlog(disk);
    await expect(add('a.png')).rejects.toMatchObject({
      code: 'disk-full',
      message: 'The disk is full, so the picture was not added.',
    });
    expect(existsSync(join(root, 'assets'))).toBe(false);
  });
});

describe('removing a picture that was added', () => {
  it('moves it to the bin, from where it comes back', async () => {
    const { site, root, add } = await openBlog();
    const { path } = await add('sun.png');
    await site.pictures.remove(path);
    expect(existsSync(join(root, path))).toBe(false);
    await site.pictures.putBack(path);
    expect(readFileSync(join(root, path)).equals(red)).toBe(true);
  });

  it('moves any picture there for an author who says so, and brings it back', async () => {
    const { site, root } = await openBlog();
    writeFileSync(join(root, 'mine.png'), blue);
    await site.pictures.moveToBin('mine.png');
    await site.pictures.moveToBin('nowhere.png');
    expect(existsSync(join(root, 'mine.png'))).toBe(false);
    await site.pictures.putBack('mine.png');
    expect(readFileSync(join(root, 'mine.png')).equals(blue)).toBe(true);
    await expect(site.pictures.moveToBin('../mine.png')).rejects.toThrow(AppError);
  });

  it('refuses what was not added here, or is another by now', async () => {
    const { site, root, add } = await openBlog();
    await expect(site.pictures.remove('_config.yml')).rejects.toMatchObject({ code: 'bad-input' });
    const { path } = await add('sun.png');
    writeFileSync(join(root, path), blue);
    await expect(site.pictures.remove(path)).rejects.toMatchObject({ code: 'bad-input' });
    expect(readFileSync(join(root, path)).equals(blue)).toBe(true);
  });
});
