import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { newBlogSchema } from '../../../src-main/common/new-blog/new-blog.ts';
import { newBlogFiles } from '../../../src-main/common/new-blog/new-blog-files.ts';

const asked = { folder: '/blog', title: 'Tide', author: 'Ines', look: 'quiet', site: 'workflow' } as const;

describe('newBlogSchema', () => {
  const at = (address: string) =>
    v.safeParse(newBlogSchema, { ...asked, remote: { kind: 'address', address } });

  it.each([
    'ext::sh -c touch% canary',
    '--upload-pack=touch canary',
    'https://-example.org/x',
    'https://ines:secret@github.com/ines/tide.git',
    'http://github.com/ines/tide.git',
    'just words',
    'https://example.org/x\ny',
    '',
  ])('takes no remote at %j, and says why', (address) => {
    const checked = at(address);
    expect(checked.success).toBe(false);
    expect(checked.issues?.[0]?.message).toMatch(/\.$/);
  });

  it('takes https and ssh addresses', () => {
    for (const address of ['https://github.com/ines/tide.git', 'git@github.com:ines/tide.git'])
      expect(at(address).success).toBe(true);
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

  it.each([
    ['git@github.com:Ines/tide.git', 'branch', 'https://ines.github.io/tide'],
    ['https://codeberg.org/ines/tide.git', 'branch', 'https://ines.codeberg.page/tide'],
    ['https://git.example.net/ines/tide.git', 'branch', undefined],
    ['git@github.com:ines/tide.git', 'none', undefined],
  ])('knows where the pages of %s (%s) are read', (address, site, url) => {
    const blog = v.parse(newBlogSchema, { ...asked, site, remote: { kind: 'address', address } });
    expect(parse(newBlogFiles(blog, { today: '2026-03-01' }).get('galley.yml') ?? '').url).toBe(url);
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
