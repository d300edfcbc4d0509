import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { createSiteSnippets } from '../../../src-main/core/site/snippets.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const post = '+++\ntitle = "A"\ndate = 2024-03-09\n+++\n';

async function openBlog(files: Record<string, string>) {
  const root = join(temporaryFolder(), 'blog');
  mkdirSync(root);
  writeFiles(root, files);
  const site = await openSite(root, { home: { data: '', cache: '' } });
  onTestFinished(() => site.close());
  const snippets = createSiteSnippets({
    root: site.root,
    sources: () => site.sources(),
    posts: () => site.posts.list(),
  });
  return { root, snippets };
}

describe('the snippets of a blog', () => {
  it('are those in use, then its own and its theme’s, then the generator’s, each name once', async () => {
    const { snippets } = await openBlog({
      'web/hugo.toml': '',
      'web/content/posts/a.md': post,
      'web/content/posts/b.md': `${post}{{< lead >}}x{{< /lead >}} {{< note kind="info" >}}\n`,
      'web/layouts/shortcodes/note.html': '{{ .Get "kind" }}{{ .Get "title" }}',
      'web/layouts/shortcodes/youtube.html': '{{ .Get "clip" }}',
      'web/themes/x/layouts/shortcodes/note.html': '{{ .Get "theirs" }}',
      'web/themes/x/layouts/shortcodes/badge.html': '{{ .Get 0 }}',
    });
    const found = await snippets.for('web/content/posts/a.md');
    const names = found.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(names.slice(0, 2))).toEqual(new Set(['note', 'lead']));
    const of = (wanted: string) => found.find(({ name }) => name === wanted);
    expect(of('note')?.from).toBe('layouts/shortcodes/note.html');
    expect(of('youtube')?.from).toBe('layouts/shortcodes/youtube.html');
    expect(of('badge')?.from).toBe('themes/x/layouts/shortcodes/badge.html');
    expect(of('figure')?.from).toBe('Hugo');
    expect(names.indexOf('badge')).toBeLessThan(names.indexOf('figure'));
  });

  it('are read again when something changed', async () => {
    const { root, snippets } = await openBlog({
      'hugo.toml': '',
      'content/posts/a.md': post,
      'layouts/shortcodes/note.html': '{{ .Get "kind" }}',
    });
    const note = async () =>
      (await snippets.for('content/posts/a.md')).find(({ name }) => name === 'note')?.parts;
    expect(await note()).toEqual(['{{< note kind="', { fill: 'kind' }, '" >}}']);
    writeFileSync(join(root, 'layouts/shortcodes/note.html'), '{{ .Get "colour" }}');
    expect(await note()).toEqual(['{{< note kind="', { fill: 'kind' }, '" >}}']);
    snippets.forget();
    expect(await note()).toEqual(['{{< note colour="', { fill: 'colour' }, '" >}}']);
  });

  it('are not read from outside the blog', async () => {
    const { root, snippets } = await openBlog({ 'hugo.toml': '', 'content/posts/a.md': post });
    const outside = join(root, '..', 'secret.html');
    writeFileSync(outside, '{{ .Get "secret" }}');
    mkdirSync(join(root, 'layouts/shortcodes'), { recursive: true });
    symlinkSync(outside, join(root, 'layouts/shortcodes/leak.html'));
    expect((await snippets.for('content/posts/a.md')).map(({ name }) => name)).not.toContain('leak');
  });
});
