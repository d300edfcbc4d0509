import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { runGalley } from '../../helpers/run-galley.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const jekyll = { '_config.yml': 'title: Notes\nbaseurl: /notes\n' };
const POST = '_posts/2024-05-01-first.md';

/** What of these new files goes with a post of this body. */
async function going(
  config: Record<string, string>,
  { post, body, files }: { post: string; body: string; files: string[] },
): Promise<string[]> {
  const parent = temporaryFolder();
  const head = '---\ntitle: First\ndate: 2024-05-01\n---\n\n';
  const { tree } = makeRepository(parent, { ...config, [post]: `${head}Text.\n` });
  writeFiles(tree, { [post]: head + body });
  for (const file of [...files, 'assets/unused.png']) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), 'a picture');
  }
  const ran = await runGalley({ home: parent, folder: tree }, 'publish', post, '--json');
  const { outcome, paths } = ran.json() as { outcome: string; paths: string[] };
  expect(outcome).toBe('published');
  expect(git(tree, 'show', '--name-only', '--format=', 'HEAD').split('\n').filter(Boolean)).toEqual(paths);
  return paths.filter((path) => path !== post);
}

describe('the pictures that are published with a post', () => {
  const file = 'assets/a.png';
  it.each([
    '![A]({{ site.baseurl }}/assets/a.png)',
    '![A]({{site.url}}{{site.baseurl}}/assets/a.png "A title")',
    "![A]({{ '/assets/a.png' | relative_url }})",
    '![A]({{ "/assets/a.png" | absolute_url }})',
    '![A]({{ "/assets/a.png" | prepend: site.baseurl }})',
    '![A]({% link assets/a.png %})',
    '![A](/notes/assets/a.png)',
    '![A](../assets/a.png)',
    '<img src="{{ site.baseurl }}/assets/a.png" alt="A">',
    `<img alt="A" src="{{ '/assets/a.png' | relative_url }}">`,
    '<img alt="A" src="{{ "/assets/a.png" | relative_url }}">',
    '[A][one]\n\n[one]: {{ site.baseurl }}/assets/a.png',
    '{% include figure.html image_path="/assets/a.png" alt="A" %}',
  ])('are found in Jekyll’s %s', async (body) => {
    expect(await going(jekyll, { post: POST, body: `${body}\n`, files: [file] })).toEqual([file]);
  });

  it('are found in Zola’s calls', async () => {
    const given = {
      post: 'content/first.md',
      body: '{{ image(src="a.png", alt="A") }}\n',
      files: ['static/a.png'],
    };
    const config = { 'config.toml': 'base_url = "https://example.org"\ntitle = "Notes"\n' };
    expect(await going(config, given)).toEqual(['static/a.png']);
  });
});
