import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mediumPage, wordPressExport } from '../../core/import/exports.ts';
import { makeRepository } from '../../helpers/repository.ts';
import { runGalley } from '../../helpers/run-galley.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const files = {
  'hugo.toml': 'baseURL = "https://harbour.example/"\n',
  'content/posts/old.md': '---\ntitle: Old\ndate: 2018-01-01\n---\n\nText.\n',
};

function blog() {
  const parent = temporaryFolder();
  const { tree } = makeRepository(parent, files);
  return { parent, tree, run: (...words: string[]) => runGalley({ home: parent, folder: tree }, ...words) };
}

describe('galley import', () => {
  it('answers posts, assets and problems, and leaves the rest as it was', async () => {
    const { parent, tree, run } = blog();
    const file = join(parent, 'export.xml');
    const items = [
      { id: 1, title: 'One', name: 'one', content: 'First.' },
      { id: 2, title: 'About', type: 'page', link: 'https://old.example/about/' },
    ];
    writeFileSync(file, wordPressExport('https://old.example', items));
    const ran = await run('import', '../export.xml', '--from', 'wordpress', '--json');
    expect(ran).toMatchObject({ exitCode: 0, error: '' });
    expect(ran.json()).toEqual({
      posts: ['content/posts/one.md'],
      assets: [],
      problems: [
        {
          path: 'https://old.example/about/',
          line: 1,
          column: 1,
          severity: 'info',
          code: 'page-left-out',
          message: expect.any(String),
        },
      ],
    });
    expect(readFileSync(join(tree, 'content/posts/old.md'), 'utf8')).toBe(files['content/posts/old.md']);
    const listed = (await run('list', '--json')).json<{ path: string }[]>();
    expect(listed.map(({ path }) => path)).toEqual(['content/posts/one.md', 'content/posts/old.md']);
    const again = await run('import', file);
    expect(again).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/post-exists[\s\S]*Imported: 0 posts, 0 pictures\.\n$/),
    });
  });

  it('tells by the file which program gave it out', async () => {
    const { parent, run } = blog();
    writeFileSync(
      join(parent, '2020-02-03_Kites-0a1b2c3d4e5f.html'),
      mediumPage({ title: 'Kites', body: '<p>x</p>' }),
    );
    const ran = await run('import', '../2020-02-03_Kites-0a1b2c3d4e5f.html');
    expect(ran).toMatchObject({
      exitCode: 0,
      out: 'content/posts/kites.md\nImported: 1 post, 0 pictures.\n',
    });
  });

  it.each([
    ['a file that is not there', ['import', 'none.xml'], 'is not there'],
    ['a kind that is unknown', ['import', 'hugo.toml', '--from', 'blogger'], 'Allowed choices are'],
    ['a file of another kind', ['import', 'hugo.toml', '--from', 'ghost'], 'no export of Ghost'],
    ['a file of no kind', ['import', 'hugo.toml'], 'a post that Galley could read'],
  ])('says what to do for %s', async (_name, words, message) => {
    const { run } = blog();
    const ran = await run(...words);
    expect(ran).toMatchObject({ exitCode: 2, out: '', error: expect.stringContaining(message) });
    expect(ran.error.split('\n').length).toBeGreaterThan(2);
  });
});

it('says how a blog elsewhere is named', async () => {
  const { run } = blog();
  expect(await run('info', '.')).toMatchObject({
    exitCode: 2,
    error: expect.stringContaining('--site FOLDER'),
  });
});
