import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { framePage } from '../../../src-main/core/build/page-frame.ts';
import { changeLook, readLook } from '../../../src-main/core/build/site-look.ts';
import { createDisk } from '../../../src-main/core/disk.ts';
import { type OpenSite, openSite } from '../../../src-main/core/site/open-site.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const resources = fileURLToPath(new URL('../../../resources', import.meta.url));
const post = 'posts/2026-03-01-hello.md';

async function open(files: Record<string, string>): Promise<OpenSite> {
  const root = temporaryFolder();
  const home = temporaryFolder();
  writeFiles(root, { [post]: '---\ntitle: Hello\ndate: 2026-03-01\n---\nText\n', ...files });
  const site = await openSite(root, { home: { data: join(home, 'data'), cache: join(home, 'cache') } });
  onTestFinished(() => site.close());
  return site;
}

const settings = '# Mine\r\ntitle: "Low Tide"   # kept\r\ntheme:   quiet # the look\r\nmenu: [ ]\r\n';

describe('changeLook', () => {
  it('changes the one value and no other byte', async () => {
    const site = await open({ 'galley.yml': settings });
    await changeLook({ site, resources, disk: createDisk() }, 'magazine');
    expect(readFileSync(join(site.root, 'galley.yml'), 'utf8')).toBe(settings.replace('quiet', 'magazine'));
    expect(readLook(site, resources)).toMatchObject({ theme: 'magazine' });
  });

  it('adds the value where there is none', async () => {
    for (const text of ['title: Tide\n', 'title: Tide', '']) {
      const site = await open({ 'galley.yml': text });
      await changeLook({ site, resources, disk: createDisk() }, 'workshop');
      expect(readLook(site, resources)?.theme).toBe('workshop');
      expect(readFileSync(join(site.root, 'galley.yml'), 'utf8')).toContain(text.trim());
    }
  });

  it('knows the themes that come with the program, the quiet one first', async () => {
    const site = await open({ 'galley.yml': settings });
    expect(readLook(site, resources)?.looks.map(({ name }) => name)).toEqual([
      'quiet',
      'magazine',
      'workshop',
    ]);
    await expect(changeLook({ site, resources, disk: createDisk() }, 'baroque')).rejects.toThrow('baroque');
    expect(readFileSync(join(site.root, 'galley.yml'), 'utf8')).toBe(settings);
  });

  it('is not for blogs of other generators', async () => {
    const site = await open({ 'hugo.toml': 'title = "x"\n', 'content/posts/a.md': '---\ntitle: A\n---\n' });
    expect(readLook(site, resources)).toBeUndefined();
    await expect(changeLook({ site, resources, disk: createDisk() }, 'quiet')).rejects.toThrow(
      'Galley’s own',
    );
  });
});

describe('framePage', () => {
  it('puts the theme’s page around the text as it is in the window', async () => {
    const site = await open({
      'galley.yml': 'title: Low Tide\n',
      'pages/about.md': '---\ntitle: About <me>\n---\n',
    });
    const text = '---\ntitle: "Not <saved> & new"\ndate: 2026-03-05\ntags: [sea]\n---\nText\n';
    const frame = await framePage({ site, resources }, { path: post, text });
    expect(frame?.theme).toBe('quiet');
    expect(frame?.html).toContain('<h1>Not &lt;saved&gt; &amp; new</h1>');
    expect(frame?.html).toContain('March 5, 2026');
    expect(frame?.html).toContain('About &lt;me&gt;');
    expect(frame?.html.match(/class="page-body"/g)).toHaveLength(1);
    expect(frame?.html).not.toContain('<link');
    expect(frame?.styles).toHaveLength(2);
    expect(frame?.styles[0]).toContain('--page');
  });

  it('takes the blog’s own changes of the theme', async () => {
    const site = await open({
      'galley.yml': settings,
      'theme/templates/post.liquid':
        '<body><main>{{ post.content | raw }}<i>{{ post.title }}</i></main></body>',
    });
    const frame = await framePage({ site, resources }, { path: post, text: '---\ntitle: T\n---\n' });
    expect(frame?.html).toBe('<main><div class="page-body"></div><i>T</i></main>');
  });

  it('says what is wrong with a theme', async () => {
    const site = await open({ 'galley.yml': settings, 'theme/templates/post.liquid': '{% if %}' });
    await expect(framePage({ site, resources }, { path: post, text: '' })).rejects.toThrow('post');
  });

  it('has none for a blog of another generator', async () => {
    const site = await open({ 'hugo.toml': 'title = "x"\n', 'content/posts/a.md': '---\ntitle: A\n---\n' });
    expect(await framePage({ site, resources }, { path: 'content/posts/a.md', text: '' })).toBeUndefined();
  });
});
