import { stringify } from 'yaml';
import { slugify } from '../posts/slug.ts';
import { pagesAddress } from '../publish/live.ts';
import type { NewBlog } from './new-blog.ts';
import { usualSiteBranch } from './site-way.ts';
import { workflowFile } from './workflow-file.ts';

/** What the files of a new blog need to know besides what was asked for. */
export interface NewBlogMoment {
  /** The author's day, as `2026-03-01`. */
  today: string;
}

/**
 * The files of a new blog, by path: settings, a first post, a page about the author, and what tells a reader of the
 * repository how it is laid out. Readable and changeable by hand.
 */
export function newBlogFiles(blog: NewBlog, { today }: NewBlogMoment): Map<string, string> {
  const files = new Map([
    ['galley.yml', settingsText(blog)],
    [`posts/${today}-${slugify('Hello')}.md`, firstPost(blog, today)],
    ['pages/about.md', aboutPage(blog)],
    ['assets/.gitkeep', ''],
    ['README.md', readme(blog)],
    ['.gitignore', '# What Galley builds outside its own folders\n/_site/\n.DS_Store\n'],
  ]);
  const workflow = blog.site === 'workflow' ? workflowFile(addressOf(blog)) : undefined;
  if (workflow) files.set(workflow.path, workflow.text);
  return files;
}

function addressOf({ remote }: NewBlog): string | undefined {
  return remote?.kind === 'address' ? remote.address : undefined;
}

/** Where the site will be read: as the author says, else where the host serves the pages of this repository. */
function siteAddress(blog: NewBlog): string | undefined {
  const remote = addressOf(blog);
  if (blog.url !== undefined || remote === undefined || blog.site === 'none') return blog.url;
  return pagesAddress(remote)?.replace(/\/$/, '');
}

function settingsText(blog: NewBlog): string {
  const address = siteAddress(blog);
  const main = stringify(
    {
      title: blog.title,
      ...(blog.description ? { description: blog.description } : {}),
      author: blog.author,
      ...(address ? { url: address } : {}),
      language: blog.language ?? 'en',
    },
    { lineWidth: 0 },
  );
  const url = address ? '' : '# url: https://example.org   # where the site can be read; feeds need it\n';
  return [
    '# What Galley knows about this blog. Every line can be changed by hand.\n',
    main,
    url,
    '\n# How the site looks: quiet, magazine or workshop. Files in a folder theme/ beside this one change it.\n',
    `theme: ${blog.look}\n`,
    '\n# How the built site reaches its readers.\n',
    publishText(blog),
  ].join('');
}

function publishText(blog: NewBlog): string {
  switch (blog.site) {
    case 'branch':
      return `publish:\n  site: branch\n  branch: ${usualSiteBranch(addressOf(blog))}\n`;
    case 'docs':
      return 'publish:\n  site: docs\n';
    case 'workflow':
      return 'publish:\n  site: workflow\n';
    case 'none':
      return 'publish:\n  site: none\n';
  }
}

function firstPost({ title }: NewBlog, today: string): string {
  const data = { title: 'Hello', date: today, description: `The first post of ${title}.`, tags: ['notes'] };
  return `---\n${stringify(data, { lineWidth: 0 })}---\n\n${firstWords}`;
}

const firstWords = `This is the first post. Change it, or put it away and write another: *New post*, above the list, starts one.

What you write is Markdown in plain files, in the folder \`posts\`. The preview shows it as your readers will see it, in the look that you chose.

- *Save* happens by itself.
- *Publish* sends the posts that you choose, and says “Published” only when the other side holds them.

Pictures go into the text by pasting or dropping them.
`;

function aboutPage({ author, title }: NewBlog): string {
  const data = stringify({ title: 'About', description: `Who writes ${title}.` }, { lineWidth: 0 });
  return `---\n${data}---\n\n${plain(author)} writes here.\n`;
}

function readme({ title, description }: NewBlog): string {
  return `# ${plain(title)}

${description ? `${plain(description)}\n\n` : ''}A blog in plain files, written and published with Galley.

| where | what |
| --- | --- |
| \`galley.yml\` | title, author, look, and how the site is published |
| \`posts/\` | one Markdown file a post |
| \`pages/\` | pages beside the posts, such as “About” |
| \`assets/\` | pictures and other files |
`;
}

/** Text that Markdown must not read as anything else. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~&{}!]/g, '\\$&');
}
