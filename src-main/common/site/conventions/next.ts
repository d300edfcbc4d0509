import { readConfiguration, textAt } from '../configuration.ts';
import { isMarkdown, isPostsFolderName, isProjectFile } from '../content-files.ts';
import { type Convention, usualMeaning, usualNewPost } from '../convention.ts';
import { folderOf, isIn, nameOf, stemOf, within } from '../paths.ts';

const containers = ['src/content', 'content', 'data', 'src/data'];
const routers = ['src/app', 'app', 'src/pages', 'pages'];

/** The folder that is known to hold posts: a container, a router, or one whose own name says so. */
function containerOf(path: string): string | undefined {
  const named = [...containers, ...routers].find((folder) => isIn(folder, path));
  if (named !== undefined) return named;
  const folders = path.split('/').slice(0, -1);
  const depth = folders.findIndex((name, index) => isPostsFolderName(name) && index < 2);
  return depth === -1 ? undefined : folders.slice(0, depth + 1).join('/');
}

/** Source: nextjs.org/docs (MDX, routing) and the blogs that are built with it: Next.js itself has no posts. */
export const next: Convention = {
  name: 'next',
  label: 'Next.js',
  recognise(folder) {
    const path = folder.findHere(/^next\.config\.[cm]?[jt]s$/);
    if (path) return { strength: 3, evidence: [`${path} is Next.js’s configuration.`] };
    return folder.packages.has('next')
      ? { strength: 2, evidence: ['package.json asks for Next.js.'] }
      : undefined;
  },
  settle(folder) {
    const metadata = folder.find(/^data\/siteMetadata\.[cm]?[jt]s$/);
    const path = folder.findHere(/^next\.config\.[cm]?[jt]s$/);
    const posts = folder.files.filter((file) => isMarkdown(file) && containerOf(file) !== undefined);
    return {
      base: path ? (textAt(readConfiguration(path, folder.text(path)), 'basePath') ?? '') : '',
      data: {
        ...(path ? readConfiguration(path, folder.text(path)) : {}),
        ...(metadata ? readConfiguration(metadata, folder.text(metadata)) : {}),
        hasPosts: posts.some((file) => !isProjectFile(file)),
      },
      staticFolders: ['public'],
    };
  },
  place(path, settings) {
    if (!isMarkdown(path) || !path.includes('/') || isProjectFile(path)) return undefined;
    const root = containerOf(path);
    // Where posts lie in their usual places, other texts speak of the program.
    if (root === undefined)
      return settings.data.hasPosts === true ? undefined : { collection: undefined, kind: undefined };
    if (isPostsFolderName(root)) return { collection: root, kind: undefined };
    const folders = within(root, folderOf(path)).split('/');
    // Groups of the router, `(site)`, are in no address and gather all kinds of pages.
    const first = folders.findIndex((name) => !/^\(.+\)$/.test(name));
    const own = folders.slice(0, first + 1).join('/');
    return { collection: own === '' || own === '.' ? root : `${root}/${own}`, kind: undefined };
  },
  meaning: usualMeaning,
  /** The path below the container, or below the router's folder, as these blogs have it. */
  url(post, { base = '', data }) {
    const end = data.trailingSlash === true ? '/' : '';
    const inRouter = routers.find((folder) => isIn(folder, post.path));
    const root = inRouter ?? containers.find((folder) => isIn(folder, post.path));
    const collection = post.place.collection ?? '.';
    const inside = root
      ? within(root, post.path)
      : `${nameOf(collection).replace(/^_/, '')}/${within(collection, post.path)}`;
    const { slug } = post.data;
    const isIndex = /^(index|page)$/i.test(stemOf(inside));
    const folder = folderOf(inside) === '.' ? '' : `/${folderOf(inside)}`;
    if (typeof slug === 'string' && slug !== '')
      return `${base}${folder}/${slug.replace(/^\/+|\/+$/g, '')}${end}`;
    const groups = (isIndex ? folder : `${folder}/${stemOf(inside)}`).replace(/\/\([^)]+\)/g, '');
    return groups === '' ? `${base}/` : `${base}${groups}${end}`;
  },
  pageOfFolder: /^(?:src\/)?app\/(?:.*\/)?page\.mdx?$/,
  formerAddresses: { elsewhere: 'Add the former address to “redirects” in next.config.' },
  newPost: { ...usualNewPost, folder: () => 'content/blog', fileName: '{slug}.mdx' },
};
