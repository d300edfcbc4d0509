import { isMarkdown, isProjectFile } from '../content-files.ts';
import { type Convention, usualMeaning, usualNewPost } from '../convention.ts';

/** A folder of Markdown that no generator was recognised for. */
export const plain: Convention = {
  name: 'plain',
  label: 'a plain folder of Markdown',
  recognise: () => undefined,
  settle: () => ({ staticFolders: ['.', 'static', 'public', 'assets'] }),
  // Further down a README may be anything: shown rather than missed.
  place: (path, { data }) =>
    isMarkdown(path) &&
    (path.includes('/') || !isProjectFile(path)) &&
    !(data.besidegenerator === true && ofGenerators.test(path))
      ? { collection: undefined, kind: undefined }
      : undefined,
  meaning: usualMeaning,
  url: () => undefined,
  formerAddresses: {
    elsewhere: 'Add the former address to the redirects of your server, such as the file _redirects.',
  },
  newPost: { ...usualNewPost, folder: () => '.' },
};

/** What generators make posts and pages of, and is none itself. */
const ofGenerators =
  /(^|\/)((archetypes|scaffolds|themes|layouts|_layouts|_includes|templates|exampleSite)\/|_index(\.[\w-]+)?\.\w+$)/;
