import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const missing = (program: string) =>
  spawnSync(program, ['version'], { stdio: 'ignore' }).error === undefined
    ? ''
    : ` (skipped: no ${program} on this computer)`;

const dates = [
  '2005-08-15',
  '2005-08-15 15:52:01',
  '2005-08-15T15:52:01Z',
  '2005-08-15T15:52:01+02:00',
  '2005-08-15 15:52:01 +0200',
  '2005-08-15 15:52:01 +0200 CEST',
  'Mon, 15 Aug 2005 15:52:01 +0000',
  'Mon, 15 Aug 2005 15:52:01 GMT',
  '15 Aug 05 15:52 UTC',
  '15 Aug 75 15:52 +0200',
  'Monday, 15-Aug-05 15:52:01 UTC',
  'Mon Aug 15 15:52:01 2005',
  '15 Aug 2005',
];
/** These end Jekyll's whole build, or are of a day that neither means. */
const onlyHugo = [
  '1714557600',
  '1714557600.5',
  "'1714557600'",
  '-1',
  '2005',
  'Mon, 15 Aug 2005 15:52:01 MST',
  'Mon Aug 15 15:52:01 UTC 2005',
  '2005-8-15',
  '15 August 2005',
  'Aug 15, 2005',
  '2005/08/15',
  '20050815',
  'now',
];
const onlyJekyll = ['20050815', '15.08.2005', '15 August 2005', 'Aug 15, 2005', '2005/08/15', '2005-8-15'];

/** A blog with a post for each date; `NN` of a name is the place in the list. */
function blogWith(written: readonly string[], posts: string, configuration: [string, string]): string {
  const root = temporaryFolder();
  mkdirSync(join(root, posts), { recursive: true });
  writeFileSync(join(root, configuration[0]), configuration[1]);
  for (const [at, date] of written.entries())
    writeFileSync(
      join(root, posts, `2001-02-03-n${at}.md`),
      `---\ntitle: One\ndate: ${date}\n---\n\nText.\n`,
    );
  return root;
}

/** Seconds since 1970 by the path; a day alone is midnight UTC. */
async function ours(root: string): Promise<Record<string, number | undefined>> {
  const site = await openSite(root, { home: { data: '', cache: '' } });
  const posts = await site.posts.list();
  await site.close();
  return Object.fromEntries(posts.map(({ path, date }) => [path, seconds(date)]));
}

function seconds(date: string | undefined): number | undefined {
  if (date === undefined || date.startsWith('0001')) return undefined;
  const hasZone = /T.*(Z|[+-]\d\d:\d\d)$/.test(date);
  return Date.parse(hasZone || !date.includes('T') ? date : `${date}Z`) / 1000;
}

function named(written: readonly string[], folder: string, found: Record<string, number | undefined>) {
  return Object.fromEntries(
    written.map((date, at) => [date, found[`${folder}/2001-02-03-n${at}.md`] ?? 'none']),
  );
}

describe('dates as people write them', () => {
  it.skipIf(missing('hugo') !== '')(`are what Hugo reads${missing('hugo')}`, async () => {
    const written = [...dates, ...onlyHugo];
    const root = blogWith(written, 'content/posts', ['hugo.toml', 'title = "Mine"\n']);
    writeFileSync(join(root, 'config.toml'), 'baseURL = "https://example.com/"\n');
    const rows = execFileSync('hugo', ['list', 'all'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC' },
    });
    const theirs = rows
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(','))
      .map(([path = '', , , date]) => [path, seconds(date)]);
    expect(named(written, 'content/posts', await ours(root))).toEqual(
      named(written, 'content/posts', Object.fromEntries(theirs)),
    );
  });

  it.skipIf(missing('jekyll') !== '')(`are what Jekyll reads${missing('jekyll')}`, async () => {
    const written = [...dates, ...onlyJekyll];
    const root = blogWith(written, '_posts', ['_config.yml', 'title: Mine\ntimezone: UTC\n']);
    const program = `require 'jekyll'; require 'json'
site = Jekyll::Site.new(Jekyll.configuration('source' => ARGV[0], 'quiet' => true, 'plugins' => []))
site.reset; site.read
puts JSON.dump(site.posts.docs.map { |d| [d.relative_path, d.date.to_i] })`;
    const theirs = execFileSync('ruby', ['-e', program, root], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC' },
    });
    expect(named(written, '_posts', await ours(root))).toEqual(
      named(written, '_posts', Object.fromEntries(JSON.parse(theirs) as [string, number][])),
    );
  });
});
