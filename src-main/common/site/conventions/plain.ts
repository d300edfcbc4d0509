import { isMarkdown, isMarkdownWithCode, isProjectFile } from '../content-files.ts';
import {
  type Convention,
  type NameOfPost,
  type PostData,
  usualMeaning,
  usualNewPost,
  type WrittenPost,
} from '../convention.ts';
import { dateAtStart, dateInPath } from '../file-dates.ts';
import { folderOf, nameOf, stemOf } from '../paths.ts';

/** SvelteKit's page, whose name is its folder's. */
const routePage = /\/\+page\.(?:md|svx|mdx)$/;

/** A folder of Markdown that no generator was recognised for: read as most programs would. */
export const plain: Convention = {
  name: 'plain',
  label: 'a plain folder of Markdown',
  recognise: () => undefined,
  settle: () => ({ staticFolders: ['.', 'static', 'public', 'assets'] }),
  // Further down a README may be anything: shown rather than missed.
  place: (path, { data }) =>
    (isMarkdown(path) || isMarkdownWithCode(path)) &&
    (path.includes('/') || !isProjectFile(path)) &&
    !(data.besideGenerator === true && ofGenerators.test(path))
      ? { collection: undefined, kind: undefined }
      : undefined,
  nameOf: nameInPlain,
  pageOfFolder: routePage,
  meaning: {
    ...usualMeaning,
    // Of Pelican's, of Nikola's and of most others there is one.
    wholeTextKeys: ['category'],
    draftRules: [
      ...usualMeaning.draftRules,
      { key: 'publish', value: false },
      { key: 'isDraft', value: true },
      { key: 'is_draft', value: true },
      { key: 'status', value: 'draft' },
    ],
  },
  keysInAnyCase: true,
  readsHeadLines: true,
  dataOf: withUsualKeys,
  url: () => undefined,
  formerAddresses: {
    elsewhere: 'Add the former address to the redirects of your server, such as the file _redirects.',
  },
  newPost: { ...usualNewPost, folder: () => '.' },
};

/** What generators make posts and pages of, and is none itself. */
const ofGenerators =
  /(^|\/)((archetypes|scaffolds|themes|layouts|_layouts|_includes|templates|exampleSite)\/|_index(\.[\w-]+)?\.\w+$)/;

/**
 * The name without what some programs keep in it for themselves: Middleman's `hello.html.md`, and the numbers by which
 * Nuxt puts `1.hello.md` in order.
 */
function nameInPlain(path: string): NameOfPost {
  const stem = stemOf(path);
  const isOfFolder = /^(?:_?index|\+page)$/i.test(stem) && folderOf(path) !== '.';
  const name = isOfFolder ? nameOf(folderOf(path)) : stem;
  const [, before = '', rest = name, after = ''] =
    /^(\d{1,3}\. *(?=[^\d\s.]))?(.*?)(\.html?)?$/is.exec(name) ?? [];
  return {
    date: dateInPath(path)?.date,
    before,
    slug: dateAtStart(rest)?.rest || rest,
    after,
  };
}

/** `Date` and `DATE` count as `date` where there is none. */
function withUsualKeys({ data }: WrittenPost): PostData {
  const unusual = Object.keys(data).filter((key) => /^[A-Z]/.test(key));
  if (unusual.length === 0) return data;
  const usual = unusual.flatMap((key) =>
    [key.toLowerCase(), key.charAt(0).toLowerCase() + key.slice(1)].map((name) => [name, data[key]] as const),
  );
  return { ...Object.fromEntries(usual), ...data } as PostData;
}
