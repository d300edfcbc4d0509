import { folderOf, isIn, join, stemOf, within } from './paths.ts';

/** Where a picture is shown, as far as what is written there needs it. All folders are relative to the root. */
export interface PictureShown {
  /** Path of the post. */
  from: string;
  /** Folder of the site. */
  site: string;
  /** Folders whose files are served from the site's root, most usual first. */
  served: readonly string[];
  /** The path that the whole site is served below, without a slash at its end; empty for most. */
  base: string;
}

/** One way to write where a picture is. */
export type PictureForm =
  | 'own-folder'
  | 'relative'
  | 'dotted'
  | 'root'
  | 'root-bare'
  | 'base'
  | 'site-alias'
  | 'source-alias'
  | 'source-tilde'
  | (typeof liquidForms)[number]['name'];

const liquidForms = [
  { name: 'baseurl', begin: '{{ site.baseurl }}/', end: '' },
  { name: 'baseurl-tight', begin: '{{site.baseurl}}/', end: '' },
  { name: 'url', begin: '{{ site.url }}/', end: '' },
  { name: 'url-tight', begin: '{{site.url}}/', end: '' },
  { name: 'url-baseurl', begin: '{{ site.url }}{{ site.baseurl }}/', end: '' },
  { name: 'url-baseurl-tight', begin: '{{site.url}}{{site.baseurl}}/', end: '' },
  { name: 'relative-url', begin: "{{ '/", end: "' | relative_url }}" },
  { name: 'relative-url-double', begin: '{{ "/', end: '" | relative_url }}' },
  { name: 'absolute-url', begin: "{{ '/", end: "' | absolute_url }}" },
  { name: 'absolute-url-double', begin: '{{ "/', end: '" | absolute_url }}' },
] as const;

/** Every form, the plainest first: of two that fit, the first is meant. */
export const pictureForms: readonly PictureForm[] = [
  'own-folder',
  'relative',
  'dotted',
  'root',
  'root-bare',
  'base',
  'site-alias',
  'source-alias',
  'source-tilde',
  ...liquidForms.map(({ name }) => name),
];

/** A picture's address in one form; undefined where the form cannot say it. */
export function writePicture(form: PictureForm, path: string, shown: PictureShown): string | undefined {
  const { from, site, base } = shown;
  switch (form) {
    case 'own-folder': {
      const own = join(folderOf(from), stemOf(from));
      return isIn(own, path) ? encoded(within(own, path)) : undefined;
    }
    case 'relative':
      return encoded(steps(from, path));
    case 'dotted': {
      const written = steps(from, path);
      return encoded(written.startsWith('../') ? written : `./${written}`);
    }
    case 'root':
      return served(path, shown, (address) => `/${address}`);
    case 'root-bare':
      return served(path, shown, (address) => address);
    case 'base':
      return base === '' ? undefined : served(path, shown, (address) => `${base}/${address}`);
    case 'site-alias':
      return isIn(site, path) ? `@site/${encoded(within(site, path))}` : undefined;
    case 'source-alias':
      return inSource(path, site, '@/');
    case 'source-tilde':
      return inSource(path, site, '~/');
    default: {
      const liquid = liquidForms.find(({ name }) => name === form);
      return liquid && served(path, shown, (address) => `${liquid.begin}${address}${liquid.end}`);
    }
  }
}

/** Whether the form writes what is only understood where the generator fills in templates. */
export function isTemplateForm(form: PictureForm): boolean {
  return liquidForms.some(({ name }) => name === form);
}

function served(
  path: string,
  { served: folders }: PictureShown,
  write: (address: string) => string,
): string | undefined {
  const folder = folders.find((one) => isIn(one, path));
  if (folder === undefined) return undefined;
  const address = within(folder, path);
  // Names that begin so are left out of the site by those who serve their own folder.
  return /(?:^|\/)_/.test(address) ? undefined : write(encoded(address));
}

function inSource(path: string, site: string, sign: string): string | undefined {
  const source = join(site, 'src');
  return isIn(source, path) ? `${sign}${encoded(within(source, path))}` : undefined;
}

/** The way from the folder of one file to another one: `a.png`, `../b/a.png`. */
function steps(from: string, to: string): string {
  const start = folderOf(from) === '.' ? [] : folderOf(from).split('/');
  const end = to.split('/');
  let shared = 0;
  while (shared < start.length && shared < end.length - 1 && start[shared] === end[shared]) shared += 1;
  return [...start.slice(shared).map(() => '..'), ...end.slice(shared)].join('/');
}

/** As a target of Markdown: blanks and brackets would end it. */
function encoded(path: string): string {
  return encodeURI(path)
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')
    .replaceAll('#', '%23')
    .replaceAll('?', '%3F');
}
