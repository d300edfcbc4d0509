import { readConfiguration } from '../configuration.ts';
import { isMarkdown, isProjectFile } from '../content-files.ts';
import { type Convention, usualMeaning, usualNewPost } from '../convention.ts';
import { folderOf, isIn, nameOf, stemOf, within } from '../paths.ts';

const containers = ['src/content', 'content', 'data', 'src/data'];
const routers = ['src/app', 'app', 'src/pages', 'pages'];

/** Source: nextjs.org/docs (MDX, routing) and the blogs that are built with it: Next.js itself has no posts. */
export const next: Convention = {
  name: 'next',
  label: 'Next.js',
  recognise(folder) {
    const path = folder.find(/^next\.config\.[cm]?[jt]s$/);
    if (path) return { strength: 3, evidence: [`${path} is Next.js’s configuration.`] };
    return folder.packages.has('next')
      ? { strength: 2, evidence: ['package.json asks for Next.js.'] }
      : undefined;
  },
  settle(folder) {
    const metadata = folder.find(/^data\/siteMetadata\.[cm]?[jt]s$/);
    return {
      data: metadata ? readConfiguration(metadata, folder.text(metadata)) : {},
      staticFolders: ['public'],
    };
  },
  place(path) {
    if (!isMarkdown(path) || !path.includes('/') || isProjectFile(path)) return undefined;
    const router = routers.find((folder) => isIn(folder, path));
    const container = containers.find((folder) => isIn(folder, path));
    if (router === undefined && container === undefined) return { collection: undefined, kind: undefined };
    const root = container ?? router ?? '.';
    const [first] = within(root, folderOf(path)).split('/');
    return { collection: first === undefined || first === '.' ? root : `${root}/${first}`, kind: undefined };
  },
  meaning: usualMeaning,
  /** The path below the container, or below the router's folder, as these blogs have it. */
  url(post) {
    const inRouter = routers.find((folder) => isIn(folder, post.path));
    const root = inRouter ?? containers.find((folder) => isIn(folder, post.path));
    const collection = post.place.collection ?? '.';
    const inside = root ? within(root, post.path) : `${nameOf(collection)}/${within(collection, post.path)}`;
    const { slug } = post.data;
    const isIndex = /^(index|page)$/i.test(stemOf(inside));
    const folder = folderOf(inside) === '.' ? '' : `/${folderOf(inside)}`;
    if (typeof slug === 'string' && slug !== '') return `${folder}/${slug.replace(/^\/+/, '')}`;
    const groups = (isIndex ? folder : `${folder}/${stemOf(inside)}`).replace(/\/\([^)]+\)/g, '');
    return groups === '' ? '/' : groups;
  },
  newPost: { ...usualNewPost, folder: () => 'content/blog', fileName: '{slug}.mdx' },
};
