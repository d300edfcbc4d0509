import { readFile, stat } from 'node:fs/promises';
import { readFrontMatter } from '../../common/posts/front-matter.ts';
import type { PostSummary } from '../../common/posts/post.ts';
import { type LinkForm, learnLinkForm } from '../../common/site/link-form.ts';
import { isIn, within } from '../../common/site/paths.ts';
import type { SiteMap } from '../../common/site/site-map.ts';
import { builtInSnippets } from '../../common/site/snippets/built-in.ts';
import { definedSnippets, mayDefineSnippets } from '../../common/site/snippets/defined.ts';
import type { SiteSnippet, SnippetSource } from '../../common/site/snippets/snippet.ts';
import { usedSnippets } from '../../common/site/snippets/used.ts';
import { fencePath } from './fence.ts';

/** The snippets that posts of a blog can use. */
export interface SiteSnippets {
  /** For this post, those of the blog first. */
  for(post: string): Promise<SiteSnippet[]>;
  /** How the posts of this one's site write links to each other; undefined where none shows it. */
  linkForm(post: string): Promise<LinkForm | undefined>;
  /** Something in the blog is another: what is known is read again when it is next wanted. */
  forget(): void;
}

export interface SnippetSources {
  /** Absolute real path that all paths are relative to. */
  root: string;
  sources(): Promise<{ map: SiteMap; listing: readonly string[] }>;
  /** Newest first. */
  posts(): Promise<readonly PostSummary[]>;
}

/** Larger files are no snippets, in bytes; and more of them, and of posts, are not looked at. */
const most = { bytes: 200_000, definitions: 500, posts: 60 };

/** The snippets of the blog at this absolute real path. Nothing is read before it is asked for. */
export function createSiteSnippets({ root, sources, posts }: SnippetSources): SiteSnippets {
  let known = new Map<string, Promise<{ defined: SiteSnippet[]; written: SnippetSource[] }>>();

  async function read(folder: string) {
    const { map, listing } = await sources();
    const convention =
      map.sites.find(({ settings }) => settings.folder === folder)?.settings.convention ?? 'plain';
    const files = listing
      .filter((path) => isIn(folder, path) && mayDefineSnippets(convention, within(folder, path)))
      .slice(0, most.definitions);
    const definitions = await Promise.all(files.map((path) => readText(root, path)));
    const defined = definitions.flatMap((source) =>
      source ? definedSnippets(convention, { ...source, path: within(folder, source.path) }) : [],
    );
    const near = (await posts())
      .filter(({ path }) => map.place(path)?.site.settings.folder === folder)
      .slice(0, most.posts);
    const texts = await Promise.all(near.map(({ path }) => readText(root, path)));
    const written = texts.flatMap((source) => (source ? [withoutFrontMatter(source)] : []));
    return { defined, written };
  }

  async function about(post: string) {
    const { map } = await sources();
    const settings = map.place(post)?.site.settings ?? map.sites[0]?.settings;
    const { folder = '.', convention = 'plain' } = settings ?? {};
    const reading = known.get(folder) ?? read(folder);
    known.set(folder, reading);
    return { convention, ...(await reading) };
  }

  return {
    async linkForm(post) {
      const { convention, written } = await about(post);
      return learnLinkForm(
        written.map(({ text }) => text),
        convention,
      );
    },
    async for(post) {
      const { convention, defined, written } = await about(post);
      const used = usedSnippets(convention, written, post);
      return firstOfEach([...defined, ...builtInSnippets(convention), ...used], used);
    },
    forget() {
      known = new Map();
    },
  };
}

/** Who makes a name again hides what had it: the blog the theme, the theme the generator. Those in use come first. */
function firstOfEach(snippets: readonly SiteSnippet[], used: readonly SiteSnippet[]): SiteSnippet[] {
  const byName = new Map<string, SiteSnippet>();
  const isThemes = ({ from }: SiteSnippet) => from.startsWith('themes/');
  for (const snippet of snippets) {
    const before = byName.get(snippet.name);
    if (!before || (isThemes(before) && !isThemes(snippet) && snippet.from.includes('/')))
      byName.set(snippet.name, before && used.includes(snippet) ? before : snippet);
  }
  const uses = new Set(used.map(({ name }) => name));
  const rank = ({ name, from }: SiteSnippet) => (uses.has(name) ? 0 : from.includes('/') ? 1 : 2);
  return [...byName.values()].sort((a, b) => rank(a) - rank(b));
}

function withoutFrontMatter({ path, text }: SnippetSource): SnippetSource {
  return { path, text: text.slice(readFrontMatter(text).bodyStart) };
}

async function readText(root: string, path: string): Promise<SnippetSource | undefined> {
  try {
    const { real } = await fencePath(root, path);
    const status = await stat(real);
    if (!status.isFile() || status.size > most.bytes) return undefined;
    return { path, text: await readFile(real, 'utf8') };
  } catch {
    return undefined;
  }
}
