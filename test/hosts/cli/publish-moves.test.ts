import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { runGalley } from '../../helpers/run-galley.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const page = (title: string) => `---\ntitle: ${title}\n---\n\nText of it.\n\n![A cat](cat.png)\n`;

/** A blog with a bundle: a page, a picture that it shows, and one that only a theme would find. */
function makeScene(more: Record<string, string> = {}) {
  const parent = temporaryFolder();
  const { tree, remote } = makeRepository(parent, {
    'hugo.toml': 'title = "Notes"\nbaseURL = "https://example.org/"\n',
    'content/posts/trip/index.md': page('Trip'),
    'content/posts/trip/cat.png': 'a cat',
    'content/posts/trip/cover.png': 'a cover',
    'content/posts/other/index.md': page('Other'),
    'content/posts/other/cat.png': 'another cat',
    'static/old.png': 'old',
    ...more,
  });
  const published = () => git(remote, 'ls-tree', '-r', '--name-only', 'main', 'content/posts').split('\n');
  return {
    tree,
    /** The files below this folder that the remote has. */
    online: (folder: string) => published().filter((path) => path.startsWith(`content/posts/${folder}/`)),
    left: () => git(tree, 'status', '--porcelain').split('\n').filter(Boolean),
    run: async (...words: string[]) => {
      const ran = await runGalley({ home: parent, folder: tree }, ...words);
      return { ...ran, paths: () => [...(ran.json() as { paths: string[] }).paths].sort() };
    },
  };
}

const filesIn = (folder: string) =>
  ['cat.png', 'cover.png', 'index.md'].map((name) => `content/posts/${folder}/${name}`);
const wholeMove = [...filesIn('journey'), ...filesIn('trip')].sort();

describe('a bundle that has moved', () => {
  const trip = 'content/posts/trip/index.md';
  const journey = 'content/posts/journey/index.md';

  it.each<[string, (scene: ReturnType<typeof makeScene>) => unknown]>([
    ['by Galley', ({ run }) => run('rename', trip, 'journey')],
    ['by git', ({ tree }) => git(tree, 'mv', 'content/posts/trip', 'content/posts/journey')],
    ['by hand', ({ tree }) => rename(tree, 'trip', 'journey')],
    [
      'by hand, and changed',
      ({ tree }) => {
        rename(tree, 'trip', 'journey');
        writeFiles(tree, { [journey]: `${page('Trip')}More.\n` });
      },
    ],
  ])('%s is published whole: the remote keeps nothing of it where it was', async (_how, move) => {
    const scene = makeScene();
    rmSync(join(scene.tree, 'static/old.png'));
    await move(scene);
    expect((await scene.run('publish', journey, '--dry-run', '--json')).paths()).toEqual(wholeMove);
    expect((await scene.run('publish', journey, '--json')).paths()).toEqual(wholeMove);
    expect(scene.online('trip')).toEqual([]);
    expect(scene.online('journey')).toEqual(filesIn('journey'));
    expect(scene.left()).toEqual([' D static/old.png']);
  });

  it('can be named by where it was', async () => {
    const scene = makeScene();
    rename(scene.tree, 'trip', 'journey');
    expect((await scene.run('publish', trip, '--json')).paths()).toEqual(wholeMove);
  });

  it.each<[string, (tree: string) => unknown]>([
    ['by git', (tree) => git(tree, 'mv', 'content/posts/trip', 'content/posts/journey')],
    ['by hand', (tree) => rename(tree, 'trip', 'journey')],
  ])('%s keeps its old pictures online until its last translation has gone too', async (_how, move) => {
    const german = 'content/posts/trip/index.de.md';
    const scene = makeScene({ [german]: page('Reise') });
    move(scene.tree);
    await scene.run('publish', journey, '--json');
    expect(scene.online('trip')).toEqual([
      'content/posts/trip/cat.png',
      'content/posts/trip/cover.png',
      german,
    ]);
    await scene.run('publish', 'content/posts/journey/index.de.md', '--json');
    expect(scene.online('trip')).toEqual([]);
    expect(scene.left()).toEqual([]);
  });

  it('takes no file along that went from a folder which still has a post', async () => {
    const scene = makeScene({ 'content/posts/trip/index.de.md': page('Reise') });
    rmSync(join(scene.tree, trip));
    rmSync(join(scene.tree, 'content/posts/trip/cover.png'));
    expect((await scene.run('publish', trip, '--json')).paths()).toEqual([trip]);
    expect(scene.left()).toEqual([' D content/posts/trip/cover.png']);
  });
});

it('takes the files of a deleted bundle offline with it, and no others', async () => {
  const scene = makeScene();
  rmSync(join(scene.tree, 'content/posts/trip'), { recursive: true });
  rmSync(join(scene.tree, 'content/posts/other/cat.png'));
  expect((await scene.run('publish', 'content/posts/trip/index.md', '--json')).paths()).toEqual(
    filesIn('trip'),
  );
  expect(scene.online('trip')).toEqual([]);
  expect(scene.left()).toEqual([' D content/posts/other/cat.png']);
});

function rename(tree: string, from: string, to: string): void {
  renameSync(join(tree, 'content/posts', from), join(tree, 'content/posts', to));
}
