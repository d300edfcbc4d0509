import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type OpenSite, openSite } from '../../../src-main/core/site/open-site.ts';
import { listStyles, readStyle } from '../../../src-main/core/site/site-styles.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

async function openBlog(files: Record<string, string>): Promise<OpenSite> {
  const root = join(temporaryFolder(), 'blog');
  mkdirSync(root);
  writeFileSync(join(root, '..', 'secret.css'), 'secret');
  writeFiles(root, files);
  const site = await openSite(root, { home: { data: '', cache: '' } });
  onTestFinished(() => site.close());
  return site;
}

const text = '---\ntitle: A\n---\n';

describe('the style sheets of a blog', () => {
  it.each<[string, Record<string, string>, string[], number]>([
    [
      'jekyll',
      {
        '_config.yml': '',
        '_posts/2024-01-01-a.md': text,
        'assets/css/katex.min.css': '',
        'assets/css/main.css': '',
        '_sass/base.scss': '',
        'node_modules/x/style.css': '',
        '_site/assets/site.css': '',
      },
      ['assets/css/main.css', '_site/assets/site.css', 'assets/css/katex.min.css'],
      1,
    ],
    [
      'hugo',
      {
        'hugo.toml': '',
        'content/posts/a.md': text,
        'static/css/bootstrap.css': '',
        'themes/plain/static/css/style.css': '',
      },
      ['themes/plain/static/css/style.css', 'static/css/bootstrap.css'],
      0,
    ],
    [
      'astro',
      {
        'astro.config.mjs': '',
        'src/content/blog/a.md': text,
        'src/styles/global.css': '',
        'public/x.css': '',
      },
      ['src/styles/global.css', 'public/x.css'],
      0,
    ],
  ])(
    'of %s are found, libraries last, without what must be built first',
    async (_name, files, sheets, sources) => {
      expect(await listStyles(await openBlog(files))).toEqual({ sheets, sources });
    },
  );
});

describe('a style sheet of a blog', () => {
  const blog = { '_config.yml': '', '_posts/2024-01-01-a.md': text };

  it('comes with what it imports, each address seen from its own file', async () => {
    const site = await openBlog({
      ...blog,
      'css/main.css':
        '@import "parts/a.css" screen; @import url(main.css); h1 { background: url(/img/b.png) }',
      'css/parts/a.css': 'p { background: url("../../img/a b.png?v=1") }',
      'img/a b.png': 'x',
      'img/b.png': 'x',
    });
    const { css, dropped } = await readStyle(site, 'css/main.css');
    expect(css).toContain('@media screen');
    expect(css).toContain('p { background: url("galley-file:img%2Fa%20b.png") }');
    expect(css).toContain('h1 { background: url("galley-file:img%2Fb.png") }');
    expect(dropped).toBe(1);
  });

  it('names nothing of other sites and nothing outside the blog', async () => {
    const site = await openBlog({
      ...blog,
      'main.css': [
        '@import url(https://attacker.example/a.css);',
        '@import "//attacker.example/b.css";',
        '@import "../secret.css"; @import "link.css";',
        'a { background: url( "https://attacker.example/c" ) }',
        'b { background: u/**/rl(x); background: url(javascript:alert(1)) }',
        'c { background: url("data:text/html,x"); background: url(ht\\74ps://attacker.example/d) }',
        'd { background: url(.git/config); background: url(data:image/png;base64,AA) }',
      ].join('\n'),
    });
    symlinkSync(join(site.root, '..', 'secret.css'), join(site.root, 'link.css'));
    const { css } = await readStyle(site, 'main.css');
    expect(css).not.toMatch(/attacker|secret|javascript|text\/html|config/);
    expect(css).toContain('url("data:image/png;base64,AA")');
  });

  it.each([['../secret.css'], ['link.css'], ['_config.yml'], ['large.css'], ['none.css'], ['.git/a.css']])(
    'is not %s',
    async (path) => {
      const site = await openBlog({ ...blog, 'large.css': ' '.repeat(1024 * 1024 + 1) });
      symlinkSync(join(site.root, '..', 'secret.css'), join(site.root, 'link.css'));
      await expect(readStyle(site, path)).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:bad-input|path-outside-site)$/),
      });
    },
  );
});
