import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { newBlogSchema } from '../../../src-main/common/new-blog/new-blog.ts';
import { newBlogFiles } from '../../../src-main/common/new-blog/new-blog-files.ts';
import { isRemoteAddress, readRemoteHost } from '../../../src-main/common/new-blog/remote-address.ts';

const asked = { folder: '/blog', title: 'Tide', author: 'Ines', look: 'quiet', site: 'workflow' } as const;

describe('the address of a remote', () => {
  it.each([
    'https://github.com/ines/tide.git',
    'ssh://git@example.org:2222/tide.git',
    'git@github.com:ines/tide.git',
    'example.org:tide.git',
    '/drives/blog.git',
    '~/blog.git',
    'file:///drives/blog.git',
    'C:\\blogs\\tide.git',
  ])('may be %s', (address) => expect(isRemoteAddress(address)).toBe(true));

  it.each([
    'ext::sh -c touch% /tmp/x',
    '-uhelp',
    '--upload-pack=touch x',
    'https://-example.org/x',
    'fd::17',
    'transport::address',
    'a b',
    'just words',
    'https://example.org/x\ny',
    '',
  ])('may not be %j', (address) => expect(isRemoteAddress(address)).toBe(false));

  it('tells the host, the owner and the name', () => {
    const github = { host: 'github', owner: 'ines', name: 'tide' };
    expect(readRemoteHost('https://token@github.com/ines/tide.git')).toEqual(github);
    expect(readRemoteHost('git@github.com:ines/tide.git')).toEqual(github);
    expect(readRemoteHost('ssh://git@gitlab.com/team/sea/tide')).toEqual({
      host: 'gitlab',
      owner: 'team/sea',
      name: 'tide',
    });
    expect(readRemoteHost('/drives/blog.git')).toBeUndefined();
  });
});

describe('newBlogFiles', () => {
  it('keeps any title and author whole', () => {
    for (const title of [
      '# no: heading',
      '"quoted" \'twice\'',
      '{{ site }} <b>',
      '- list',
      '2020',
      'yes',
      '日本語 ✓',
    ]) {
      const blog = v.parse(newBlogSchema, { ...asked, title, author: title });
      const settings = parse(newBlogFiles(blog, { today: '2026-03-01' }).get('galley.yml') ?? '');
      expect([settings.title, settings.author]).toEqual([title, title]);
    }
  });

  it('takes no title of several lines', () => {
    expect(v.safeParse(newBlogSchema, { ...asked, title: 'a\nb' }).success).toBe(false);
    expect(v.safeParse(newBlogSchema, { ...asked, look: '../quiet' }).success).toBe(false);
  });

  it.each([
    ['git@github.com:ines/tide.git', '.github/workflows/site.yml', ['on', 'jobs']],
    ['https://gitlab.com/ines/tide.git', '.gitlab-ci.yml', ['pages']],
  ])('offers %s a file that builds the site there', (address, path, keys) => {
    const blog = v.parse(newBlogSchema, { ...asked, remote: { kind: 'address', address } });
    const workflow = parse(newBlogFiles(blog, { today: '2026-03-01' }).get(path) ?? '');
    expect(Object.keys(workflow)).toEqual(expect.arrayContaining(keys));
    expect(JSON.stringify(workflow)).toContain('galley build --out');
    expect(JSON.stringify(workflow)).not.toContain('\\\\$');
  });
});
