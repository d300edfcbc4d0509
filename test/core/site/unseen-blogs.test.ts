import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PostSummary } from '../../../src-main/common/posts/post.ts';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { hugoBlogs } from './hugo-blogs.ts';
import { jekyllBlogs } from './jekyll-blogs.ts';
import { otherBlogs } from './other-blogs.ts';

type Files = Record<string, string>;

function folderOf(files: Files): string {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function listed(root: string): Promise<Map<string, PostSummary>> {
  const site = await openSite(root, { home: { data: '', cache: '' } });
  const posts = await site.posts.list();
  await site.close();
  return new Map(posts.map((post) => [post.path, post]));
}

const isMissing = (program: string) =>
  spawnSync(program, ['version'], { stdio: 'ignore' }).error !== undefined;
const note = (program: string) => (isMissing(program) ? ` (skipped: no ${program} on this computer)` : '');

function plain(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

describe.skipIf(isMissing('hugo'))(`blogs that Hugo reads${note('hugo')}`, () => {
  interface Row {
    path: string;
    url: string;
    day: string | undefined;
    title: string;
    isDraft: boolean;
  }

  const rows = (root: string, what: string): string[][] =>
    execFileSync('hugo', ['list', what], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .split('\n')
      .filter((line) => line !== '' && !/^(path,|WARN )/.test(line))
      .map((line) =>
        [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
          ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
        ),
      )
      .filter(([path = '']) => !/(^|\/)_index\./.test(path));

  function allPosts(root: string): Row[] {
    return rows(root, 'all').map(([path = '', , title = '', date = '', , , draft, permalink = '']) => ({
      path,
      title,
      day: date.startsWith('0001') ? undefined : date.slice(0, 10),
      isDraft: draft === 'true',
      url: permalink.replace(/^https:\/\/[^/]+/, ''),
    }));
  }

  it.each(Object.entries(hugoBlogs))('%s: as Hugo itself lists it', async (_, files) => {
    const root = folderOf(files);
    const theirs = allPosts(root);
    const posts = await listed(root);
    expect(theirs.length).toBeGreaterThan(0);
    const told = theirs.map(({ path }) => {
      const ours = posts.get(path);
      return {
        path,
        title: ours?.title ?? '',
        day: ours?.date?.slice(0, 10),
        isDraft: ours?.visibility === 'draft',
        url: plain(ours?.url ?? ''),
      };
    });
    // Of a post without a title, Galley shows one that is made of its name.
    const expected = theirs.map((row, index) => ({
      ...row,
      url: plain(row.url),
      title: row.title || (told[index]?.title ?? ''),
    }));
    expect(told).toEqual(expected);
    const hidden = ['drafts', 'future', 'expired'].flatMap((what) => rows(root, what).map(([path]) => path));
    const isForAll = files['config/production/hugo.yaml']?.includes('buildFuture: true');
    const ours = theirs.map(({ path }) => path).filter((path) => posts.get(path)?.visibility !== 'public');
    expect(ours.sort()).toEqual(isForAll ? [] : [...new Set(hidden)].sort());
  });
});

/** Reads a site as Jekyll does, without rendering it. */
const jekyllProgram = `
require 'jekyll'; require 'json'
settings = { 'source' => ARGV[0], 'quiet' => true, 'plugins' => [], 'config' => Dir[File.join(ARGV[1], '_config.{yml,yaml,toml}')] }
site = Jekyll::Site.new(Jekyll.configuration(settings))
site.reset; site.read
documents = site.collections.values.flat_map { |c| c.docs.map { |d|
  { path: d.path, url: d.write? ? d.url : nil, title: d.data['title'].to_s, tags: d.data['tags'] || [],
    categories: d.data['categories'] || [], day: c.label == 'posts' ? d.date.strftime('%Y-%m-%d') : nil } } }
pages = site.pages.select { |p| p.ext =~ /md|markdown/ }.map { |p| { path: File.join(ARGV[0], p.relative_path), url: p.url, title: p.data['title'].to_s } }
puts JSON.dump(documents + pages)
`;

describe.skipIf(isMissing('jekyll'))(`blogs that Jekyll reads${note('jekyll')}`, () => {
  interface Row {
    path: string;
    url: string | null;
    title: string;
    day?: string | null;
    tags?: string[];
    categories?: string[];
  }

  function allPosts(root: string, source: string): Row[] {
    const output = execFileSync('ruby', ['-e', jekyllProgram, join(root, source), root], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC', LANG: 'C.UTF-8' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const rows = JSON.parse(output.slice(output.indexOf('[{'))) as Row[];
    return rows.map((row) => ({ ...row, path: row.path.slice(root.length + 1) }));
  }

  it.each(Object.entries(jekyllBlogs))('%s: as Jekyll itself lists it', async (_, files) => {
    const root = folderOf(files);
    const theirs = allPosts(root, /^source: (.*)/.exec(files['_config.yml'] ?? '')?.[1] ?? '.');
    const posts = await listed(root);
    expect(theirs.length).toBeGreaterThan(0);
    const told = theirs.map((row) => {
      const ours = posts.get(row.path);
      // The day that a file is dated with counts in the site's zone.
      const day = ours?.date?.includes('T') ? row.day : ours?.date;
      return {
        path: row.path,
        url: row.url === null ? ours?.url : plain(ours?.url ?? ''),
        title: row.title === '' ? '' : ours?.title,
        ...(row.day && { day }),
        ...(row.tags && { tags: ours?.tags, categories: ours?.categories }),
      };
    });
    const expected = theirs.map(({ day, ...row }) => ({
      ...row,
      url: row.url === null ? undefined : plain(row.url),
      ...(day && { day }),
    }));
    expect(told).toEqual(expected);
    const known = new Set(theirs.map(({ path }) => path));
    const shown = [...posts.values()].filter(
      ({ path, visibility }) => visibility === 'public' && !known.has(path) && /(^|\/)_posts\//.test(path),
    );
    expect(shown).toEqual([]);
  });
});

describe('blogs that no generator here can read', () => {
  it.each(Object.entries(otherBlogs))('%s', async (_, { files, posts }) => {
    const found = await listed(folderOf(files));
    const told = Object.fromEntries(
      Object.keys(posts).map((path) => {
        const post = found.get(path);
        const mark = post?.visibility === 'public' ? '' : `${post?.visibility ?? 'not listed'} `;
        return [path, `${mark}${plain(post?.url ?? 'none')}`];
      }),
    );
    expect(told).toEqual(posts);
  });
});
