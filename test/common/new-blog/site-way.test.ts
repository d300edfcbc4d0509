import { describe, expect, it } from 'vitest';
import { readSitePublishing } from '../../../src-main/common/new-blog/site-way.ts';

describe('readSitePublishing', () => {
  it('builds nothing for a blog that does not ask for it', () => {
    for (const source of ['', 'title: x', 'publish: yes', 'publish:\n  site: elsewhere', '::: no yaml {'])
      expect(readSitePublishing(source, undefined).way).toBe('none');
  });

  it('reads the way and the branch', () => {
    expect(readSitePublishing('publish:\n  site: branch\n  branch: www/site\n', undefined)).toEqual({
      way: 'branch',
      branch: 'www/site',
    });
    expect(readSitePublishing('publish: { site: docs }', undefined).way).toBe('docs');
  });

  it('knows the usual branch of the host', () => {
    const branchAt = (remote: string) => readSitePublishing('publish: {site: branch}', remote).branch;
    expect(branchAt('https://github.com/ines/tide.git')).toBe('gh-pages');
    expect(branchAt('git@codeberg.org:ines/tide.git')).toBe('pages');
  });

  it.each(['-f', '+main', 'a..b', 'a b', 'refs:main', 'x.lock', '/a', 'a/', 'a@{1}', 'a~1', 'HEAD^'])(
    'takes no branch called %s',
    (branch) => {
      const { branch: taken } = readSitePublishing(
        `publish:\n  site: branch\n  branch: '${branch}'\n`,
        undefined,
      );
      // A plus is a letter of a name; the address that is pushed to never begins with it.
      expect(taken).toBe(branch === '+main' ? '+main' : 'gh-pages');
    },
  );
});
