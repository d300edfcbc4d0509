import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import type { PostSummary } from '../../../src-main/common/posts/post.ts';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { sharedFolder } from '../../helpers/shared.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const corpora = sharedFolder('corpora');
const isThere = (program: string) => spawnSync(program, ['version'], { stdio: 'ignore' }).error === undefined;
const missing = (program: string) => {
  if (!corpora) return ' (skipped: the reference data is not beside the project)';
  return isThere(program) ? '' : ` (skipped: no ${program} on this computer)`;
};

/** A copy of a blog without what generators would need besides the posts: themes, plugins, bodies. */
function copyOf(name: string, edits: Record<string, (text: string) => string>): string {
  const folder = join(temporaryFolder(), name);
  cpSync(join(corpora ?? '', name), folder, { recursive: true });
  execFileSync('chmod', ['-R', 'u+w', folder]);
  for (const [path, edit] of Object.entries(edits))
    writeFileSync(join(folder, path), edit(readFileSync(join(folder, path), 'utf8')));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.(md|markdown|mkdn|textile|html)$/.test(path) || path.includes('.corpus'))
      continue;
    const text = readFileSync(path, 'utf8');
    const { bodyStart, format } = readFrontMatter(text);
    if (format !== 'none' && !text.includes('\0')) writeFileSync(path, `${text.slice(0, bodyStart)}\n`);
  }
  return folder;
}

async function listed(folder: string): Promise<Map<string, PostSummary>> {
  const site = await openSite(folder, { home: { data: '', cache: '' } });
  const posts = await site.posts.list();
  await site.close();
  return new Map(posts.map((post) => [post.path, post]));
}

interface Generated {
  path: string;
  url: string;
  date: string | undefined;
  title: string | undefined;
}

/** Rows of `hugo list`, which are CSV with quotes where needed. */
function hugoList(folder: string, what: string): Generated[] {
  const output = execFileSync('hugo', ['list', what], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
  });
  const [, ...rows] = output.trim().split('\n').map(csvRow);
  return rows
    .filter(([path]) => path !== undefined && path !== '' && !/(^|\/)_index\./.test(path))
    .map(([path = '', , title, date = '', , , , permalink = '']) => ({
      path,
      title,
      date: date.startsWith('0001') ? undefined : date,
      url: new URL(permalink).pathname,
    }));
}

function csvRow(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

/** The same instant, where the generator adds midnight to a day. */
function instant(date: string | undefined): number | undefined {
  if (date === undefined) return undefined;
  return Date.parse(/T.*(Z|[+-]\d\d:\d\d)$/.test(date) ? date : date.includes('T') ? `${date}Z` : date);
}

describe.skipIf(missing('hugo') !== '')(`agreement with Hugo${missing('hugo')}`, () => {
  const withoutTheme = (text: string) => text.replace(/^theme\s*=.*$/m, '');
  it.each([
    ['hugo-gopheracademy', { 'config.toml': withoutTheme }],
    ['hugo-json', {}],
    [
      'hugo-etcd',
      {
        'config.yaml': (text: string) =>
          text
            .replace(/^enableGitInfo.*$/m, '')
            .replace(/^module:\n( .*\n)+/m, '')
            .replace(/^themesDir.*$/m, '')
            .replace(/typographer:\n.*/, 'typographer: true'),
      },
    ],
    [
      'hugo-letsencrypt',
      {
        'config/_default/hugo.toml': (text: string) =>
          withoutTheme(text)
            .replace(/^\[(build|module)\][\s\S]*?^\[params\]/gm, '[params]')
            .replace(':date_medium', 'x'),
      },
    ],
  ] as [string, Record<string, (text: string) => string>][])(
    '%s: dates, drafts and addresses',
    async (name, edits) => {
      const folder = copyOf(name, edits);
      const posts = await listed(folder);
      const theirs = hugoList(folder, 'all');
      expect(theirs.length).toBeGreaterThan(20);
      const differences = theirs.flatMap(({ path, url, date, title }) => {
        const ours = posts.get(path);
        if (
          ours?.url === url &&
          instant(ours.date) === instant(date) &&
          (title === '' || ours.title === title?.trim().replace(/\s+/g, ' '))
        )
          return [];
        return [{ path, theirs: [url, date, title], ours: [ours?.url, ours?.date, ours?.title] }];
      });
      expect(differences).toEqual([]);
      expect([...posts.keys()].sort()).toEqual(theirs.map(({ path }) => path).sort());
      for (const [what, visibility] of [
        ['drafts', 'draft'],
        ['future', 'scheduled'],
        ['expired', 'expired'],
      ] as const) {
        const ours = [...posts.values()]
          .filter((post) => post.visibility === visibility)
          .map(({ path }) => path);
        const hidden = hugoList(folder, what).map(({ path }) => path);
        expect(ours.sort(), what).toEqual(
          hidden.filter((path) => visibility === 'draft' || posts.get(path)?.visibility !== 'draft').sort(),
        );
      }
    },
  );
});

/** Reads a site as Jekyll does, without rendering it. */
const jekyllProgram = `
require 'jekyll'; require 'json'
site = Jekyll::Site.new(Jekyll.configuration('source' => ARGV[0], 'quiet' => true, 'plugins' => [], 'show_drafts' => false))
site.reset; site.read
puts JSON.dump(site.posts.docs.map { |d| { path: d.path, url: d.url, date: d.date.iso8601, title: d.data['title'].to_s } })
`;

describe.skipIf(missing('jekyll') !== '')(`agreement with Jekyll${missing('jekyll')}`, () => {
  const withoutPlugins = (text: string) =>
    text
      .replace(/^plugins:\n((- | {2}).*\n)+/m, '')
      .replace(/^permalink: (:.*)$/m, 'permalink: "$1"')
      .replace(/permalink: (:.*)$/gm, 'permalink: "$1"');
  it.each([
    ['jekyll-brew', '.', { '_config.yml': withoutPlugins }, undefined],
    ['jekyll-jekyllsite', 'docs', { 'docs/_config.yml': withoutPlugins }, undefined],
    [
      'jekyll-jekyllsite',
      'docs',
      {
        'docs/_config.yml': (text: string) =>
          withoutPlugins(text).replace(/^timezone.*$/m, 'timezone: Asia/Kolkata'),
      },
      undefined,
    ],
    ['jekyll-fixtures', 'test/source', {}, 'permalink-traversal'],
  ] as [string, string, Record<string, (text: string) => string>, string | undefined][])(
    '%s in %s: dates, drafts and addresses %#',
    async (name, source, edits, hostile) => {
      const folder = copyOf(name, edits);
      const posts = await listed(folder);
      const output = execFileSync('ruby', ['-e', jekyllProgram, join(folder, source)], {
        encoding: 'utf8',
        maxBuffer: 1e8,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const theirs = (JSON.parse(output) as Generated[]).map((post) => ({
        ...post,
        path: post.path.slice(folder.length + 1),
      }));
      expect(theirs.length).toBeGreaterThan(20);
      const differences = theirs.flatMap(({ path, url, date, title }) => {
        // An address that climbs above the root is shown as a browser takes it.
        if (hostile !== undefined && path.includes(hostile)) return [];
        const ours = posts.get(path);
        const isSameTitle =
          title === '' || ours?.title === title?.trim().replace(/\s+/g, ' ') || !ours?.title;
        if (decodeURI(ours?.url ?? '') === decodeURI(url) && isSameTitle) return [];
        return [{ path, theirs: [url, date, title], ours: [ours?.url, ours?.date, ours?.title] }];
      });
      expect(differences).toEqual([]);
      const published = theirs.map(({ path }) => path);
      const ours = [...posts.values()]
        .filter((post) => /(^|\/)_posts\//.test(post.path) && post.visibility === 'public')
        .map(({ path }) => path);
      expect(ours.filter((path) => !published.includes(path)).sort()).toEqual([]);
    },
  );
});
