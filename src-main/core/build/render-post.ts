import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import {
  excerptOf,
  type ShownPicture,
  shortened,
  textOfHtml,
  withAbsoluteAddresses,
  withoutOldHtml,
  withoutTitle,
  withPictures,
  withScrollableParts,
} from '../../common/build/content.ts';
import { headOf, originOf } from '../../common/build/head.ts';
import type { PageTask } from '../../common/build/list-pages.ts';
import type { PageModel, PostModel, SiteModel } from '../../common/build/model.ts';
import { shownDate } from '../../common/build/shown-date.ts';
import type { SiteConfig } from '../../common/build/site-config.ts';
import { AppError } from '../../common/errors.ts';
import type { Renderer } from '../../common/markdown/render.ts';
import { countWords } from '../../common/markdown/words.ts';
import { readDate } from '../../common/posts/dates.ts';
import { readFrontMatter } from '../../common/posts/front-matter.ts';
import { readHead } from '../../common/posts/read-head.ts';
import type { PostProblem } from '../../common/site/check/check-posts.ts';
import { problemOfFile } from '../posts/read-post-file.ts';
import { hasDiagram } from './diagram-program.ts';
import { createLinkResolver, type LinkTable, referenceTo } from './links.ts';
import { createMedia, type MediaFile, type MediaOptions, shownPicture } from './media.ts';
import type { OutputWriter } from './output-writer.ts';
import { createTemplates, type Templates } from './templates.ts';

/** What all pages of one build have in common. Passes to threads as data. */
export interface RenderJob {
  config: SiteConfig;
  site: SiteModel;
  media: MediaOptions;
  links: LinkTable;
  templates: Readonly<Record<string, string>>;
  assets: Readonly<Record<string, string>>;
  contentWidth: number;
  /** Addresses of the script that shows diagrams and of Mermaid; undefined where they are shown as code. */
  diagrams: { script: string; program: string } | undefined;
  /** Characters of each post's text that the search is given. */
  searchLength: number;
  /** Whether the blog's generator reads Liquid before Markdown. */
  liquidInCode: boolean;
}

/** A post to be rendered. Addresses have the site's base. */
export interface PostTask {
  path: string;
  kind: 'posts' | 'pages';
  title: string;
  date: string | undefined;
  description: string;
  tags: readonly { name: string; url: string }[];
  url: string;
  file: string;
  draft: boolean;
  previous: { title: string; url: string } | undefined;
  next: { title: string; url: string } | undefined;
  /** Whether the text is wanted for feeds. */
  wantsContent: boolean;
}

/** What only a post's text tells, and what it depends on besides itself. */
export interface PostRecord {
  /** SHA-256 of the file, in part. */
  source: string;
  /** What it refers to and where that was found; empty where it was not. */
  targets: (readonly [kind: TargetKind, target: string, found: string])[];
  facts: PostFacts;
  /** HTML with absolute addresses. */
  content: string | undefined;
}

/** A picture or sound, a link, or a post by a name that its generator knows it by. */
export type TargetKind = 'shown' | 'linked' | 'named';

export interface PostFacts {
  excerpt: string;
  words: number;
  minutes: number;
  /** With the site's base; empty where there is none. */
  image: string;
  /** Former addresses, as the file gives them. */
  aliases: string[];
  updated: string | undefined;
  /** Beginning of the text, for the search. */
  text: string;
  /** Whether it shows a diagram. */
  diagram: boolean;
}

/** What came of a task. */
export interface PostResult {
  path: string;
  /** Undefined where the post could not be rendered. */
  record: PostRecord | undefined;
  problems: PostProblem[];
}

/** A post whose text is HTML, before its page is made. Passes between threads as data. */
export interface PostBody extends Pick<PostRecord, 'source' | 'targets'> {
  task: PostTask;
  /** As the renderer has made it. */
  html: string;
  /** By the addresses that the HTML has. */
  pictures: ReadonlyMap<string, ShownPicture | undefined>;
  facts: Pick<PostFacts, 'words' | 'image' | 'aliases' | 'updated'>;
}

/** Renders posts and pages of one build and writes them. */
export interface PageRenderer {
  post(task: PostTask): Promise<PostResult>;
  /** The first half of `post`: reads and renders the text. */
  body(task: PostTask): Promise<PostBody | PostResult>;
  /** The other half: makes the page and writes it. */
  finish(body: PostBody): PostResult;
  page(task: PageTask): void;
}

export function createPageRenderer(job: RenderJob, output: OutputWriter): PageRenderer {
  const { config, site } = job;
  // A thread that renders texts alone needs none.
  let madeTemplates: Templates | undefined;
  const templates = (): Templates => (madeTemplates ??= createTemplates({ ...job, base: config.base }));
  const resolver = createLinkResolver(job.links, createMedia(job.media));
  const origin = originOf(config);
  let tex: typeof import('../../common/markdown/tex.ts') | undefined;
  let colours: typeof import('../../common/markdown/highlight.ts') | undefined;
  // Set for the post that is being rendered; the renderers themselves are made once.
  let current: {
    path: string;
    found: Map<string, MediaFile>;
    targets: Map<string, PostRecord['targets'][number]>;
    data: Data;
  } = {
    path: '',
    found: new Map(),
    targets: new Map(),
    data: {},
  };
  const renderers = new Map<string, Renderer>();

  function resolve(kind: 'shown' | 'linked', target: string): string | undefined {
    const found = resolver(current.path, target, kind);
    current.targets.set(`${kind} ${target}`, [kind, target, found?.key ?? '']);
    if (found?.file) current.found.set(found.url, found.file);
    return found?.url;
  }

  async function rendererFor(path: string, hasMath: boolean): Promise<Renderer> {
    const mdx = /\.mdx$/i.test(path);
    const key = `${mdx} ${hasMath}`;
    const known = renderers.get(key);
    if (known) return known;
    // A thread that makes pages alone needs none.
    const { createRenderer } = await import('../../common/markdown/render.ts');
    const renderer = createRenderer({
      idPrefix: '',
      remoteImages: true,
      mdx,
      resolveImage: (target) => resolve('shown', target),
      resolveLink: (target) => resolve('linked', target),
      resolveReference: (_kind, target) => {
        const url = referenceTo(job.links, target);
        current.targets.set(`named ${target}`, ['named', target, url ?? '']);
        return url === undefined ? undefined : { url };
      },
      liquidInCode: job.liquidInCode,
      param: (name) => paramOf(current.data, name),
      highlight: (code, language) => colours?.highlight(code, language),
      ...(hasMath ? { math: (formula: string, display: boolean) => tex?.renderTex(formula, display) } : {}),
    });
    renderers.set(key, renderer);
    return renderer;
  }

  async function body(task: PostTask): Promise<PostBody | PostResult> {
    const source = readSource(job.media.root, task.path);
    if (source === undefined)
      return failed(task.path, 'unreadable', 'This file may not be read, so it was left out.');
    const problem = problemOfFile(source);
    if (problem) return failed(task.path, problem.code, `${problem.message} It was left out.`);
    try {
      return await render(task, source);
    } catch (error) {
      return notRendered(task, error);
    }
  }

  async function render(task: PostTask, bytes: Buffer): Promise<PostBody> {
    const text = bytes.toString('utf8');
    const { data, bodyStart } = readHead(text, true) ?? readFrontMatter(text);
    const body = text.slice(bodyStart);
    const hasMath = body.includes('$');
    // The grammars and the typesetter are large; most small sites need neither at once.
    if (hasMath) tex ??= await import('../../common/markdown/tex.ts');
    if (/^ {0,3}(?:`{3}|~{3})/m.test(body)) colours ??= await import('../../common/markdown/highlight.ts');
    const renderer = await rendererFor(task.path, hasMath);
    current = { path: task.path, found: new Map(), targets: new Map(), data };
    const state = current;
    const html = renderer.render(body);
    const cover = coverOf(data);
    const image =
      cover === undefined ? '' : /^https?:/i.test(cover) ? cover : (resolve('shown', cover) ?? '');
    if (state.found.size > 0) await resolver.measure(state.found.values());
    const pictures = [...state.found].map(([url, file]) => [url, shownPicture(file)] as const);
    return {
      task,
      html,
      pictures: new Map(pictures),
      source: sourceHash(bytes),
      targets: [...state.targets.values()],
      facts: { words: countWords(body), image, aliases: aliasesOf(data), updated: updatedOf(data) },
    };
  }

  function finish(body: PostBody): PostResult {
    try {
      return written(body);
    } catch (error) {
      return notRendered(body.task, error);
    }
  }

  function written({ task, html, pictures, source, targets, facts: known }: PostBody): PostResult {
    const content = withPictures(
      withScrollableParts(withoutOldHtml(withoutTitle(html, task.title))),
      (url) => pictures.get(url),
      `(max-width: ${job.contentWidth}px) 100vw, ${job.contentWidth}px`,
    );
    const facts: PostFacts = {
      excerpt: excerptOf(content),
      words: known.words,
      minutes: Math.max(1, Math.round(known.words / 230)),
      image: known.image,
      aliases: known.aliases,
      updated: known.updated,
      text: job.searchLength === 0 ? '' : textBegin(content, job.searchLength),
      diagram: hasDiagram(content),
    };
    output.write(task.file, pageOf(task, facts, content));
    const record: PostRecord = {
      source,
      targets,
      facts,
      content: task.wantsContent ? withAbsoluteAddresses(content, origin, origin + task.url) : undefined,
    };
    return { path: task.path, record, problems: [] };
  }

  function pageOf(task: PostTask, facts: PostFacts, content: string): string {
    const { language } = config;
    const description = task.description || facts.excerpt;
    const kind = task.kind === 'pages' ? 'page' : 'post';
    const model: PostModel = {
      title: task.title,
      url: task.url,
      date: shownDate(task.date, language),
      updated: shownDate(facts.updated, language),
      description,
      tags: task.tags,
      image: facts.image,
      minutes: facts.minutes,
      words: facts.words,
      draft: task.draft,
      content,
      previous: task.previous,
      next: task.next,
      math: content.includes('<math'),
    };
    const head = headOf(
      {
        kind,
        title: task.title,
        description,
        url: task.url,
        image: facts.image,
        published: task.date,
        updated: facts.updated,
        tags: task.tags.map(({ name }) => name),
        isIndexed: !task.draft,
        diagrams: facts.diagram ? job.diagrams : undefined,
      },
      config,
      site,
    );
    const page: PageModel = { kind, title: task.title, url: task.url, description, head };
    return templates().render(kind, { site, page, post: model });
  }

  return {
    body,
    finish,
    async post(task) {
      const made = await body(task);
      return isBody(made) ? finish(made) : made;
    },
    page({ template, file, page, previous, next, data }) {
      const head = headOf(
        {
          kind: template,
          title: page.title,
          description: page.description,
          url: page.url,
          image: '',
          published: undefined,
          updated: undefined,
          tags: [],
          previous,
          next,
          isIndexed: template !== '404' && template !== 'search',
        },
        config,
        site,
      );
      output.write(
        file,
        templates().render(template, { site, page: { ...page, kind: template, head }, ...data }),
      );
    },
  };
}

/** Hash that tells one state of a post's file from another. */
export function sourceHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 20);
}

/** The bytes of a listed post; undefined for what may not be read, or is a link that leads outside. */
export function readSource(root: string, path: string): Buffer | undefined {
  try {
    const absolute = join(root, path);
    const status = lstatSync(absolute);
    // No folder of the listing is a link, so only the file itself can be one.
    if (status.isSymbolicLink() && !realpathSync(absolute).startsWith(root + sep)) return undefined;
    return status.isFile() || statSync(absolute).isFile() ? readFileSync(absolute) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the text could be rendered. */
export function isBody(made: PostBody | PostResult): made is PostBody {
  return 'task' in made;
}

function notRendered({ path }: PostTask, error: unknown): PostResult {
  if (error instanceof AppError) throw error;
  const why = error instanceof Error ? error.message : String(error);
  return failed(path, 'not-rendered', `This post could not be made a page, so it was left out: ${why}`);
}

function failed(path: string, code: string, message: string): PostResult {
  return {
    path,
    record: undefined,
    problems: [{ path, severity: 'error', code, message, line: 1, column: 1 }],
  };
}

/** HTML in which so much markup stands for each character is rare; what is cut off is only not found. */
const markupPerCharacter = 6;

function textBegin(html: string, most: number): string {
  return shortened(textOfHtml(html.slice(0, most * markupPerCharacter).replace(/<[^>]*$/, '')), most);
}

type Data = Readonly<Record<string, unknown>>;

function paramOf(data: Data, name: string): string | undefined {
  const value = Object.hasOwn(data, name) ? data[name] : undefined;
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

const coverKeys = [
  'image',
  'cover',
  'cover_image',
  'coverImage',
  'featured_image',
  'ogImage',
  'hero',
  'thumbnail',
];

function coverOf(data: Data): string | undefined {
  for (const key of coverKeys) {
    const value = Object.hasOwn(data, key) ? data[key] : undefined;
    const text = typeof value === 'object' && value !== null ? innerAddress(value as Data) : value;
    if (typeof text === 'string' && text.trim() !== '' && text.length < 2000) return text.trim();
  }
  return undefined;
}

function innerAddress(value: Data): unknown {
  return ['src', 'url', 'image', 'path', 'file']
    .map((key) => value[key])
    .find((inner) => typeof inner === 'string');
}

/** Former addresses, as Hugo, Jekyll's redirects and Galley name them. */
function aliasesOf(data: Data): string[] {
  const values = ['aliases', 'alias', 'redirect_from', 'redirectFrom'].flatMap((key) => data[key] ?? []);
  return [
    ...new Set(values.filter((value): value is string => typeof value === 'string' && value !== '')),
  ].slice(0, 100);
}

/** When the front matter says that it was last changed. */
export function updatedOf(data: Data): string | undefined {
  for (const key of [
    'updated',
    'lastmod',
    'last_modified_at',
    'modified',
    'updatedDate',
    'dateModified',
    'updatedAt',
  ]) {
    const value = data[key];
    const iso = typeof value === 'string' ? readDate(value)?.iso : undefined;
    if (iso !== undefined) return iso;
  }
  return undefined;
}
