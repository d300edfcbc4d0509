import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from 'htmlparser2';
import { filesUnder } from './files-under.ts';

/** A link of a built site that leads nowhere. */
export interface BrokenLink {
  page: string;
  target: string;
}

/** Every link and file that the pages, feeds and styles of a built site refer to, and that is not there; anchors too. */
export function brokenLinks(folder: string, { origin = '', base = '' } = {}): BrokenLink[] {
  const broken: BrokenLink[] = [];
  const ids = new Map<string, Set<string>>();
  const idsOf = (file: string): Set<string> => {
    const known = ids.get(file) ?? referencesIn(readFileSync(file, 'utf8')).ids;
    ids.set(file, known);
    return known;
  };
  for (const file of filesUnder(folder).filter((path) => /\.html$/.test(path))) {
    const page = file.slice(folder.length).replaceAll('\\', '/');
    const own = base + page.replace(/index\.html$/, '');
    for (const target of referencesIn(readFileSync(file, 'utf8')).targets) {
      const url = new URL(target, `http://site.test${own}`);
      const isOwn = url.host === 'site.test' || (origin !== '' && url.origin === origin);
      if (!isOwn || !/^https?:$/.test(url.protocol)) continue;
      const found = fileAt(folder, url.pathname, base);
      const id = decodeURIComponent(url.hash.slice(1));
      const isThere = found !== undefined && (id === '' || !/\.html$/.test(found) || idsOf(found).has(id));
      if (!isThere) broken.push({ page, target });
    }
  }
  return broken;
}

function fileAt(folder: string, pathname: string, base: string): string | undefined {
  if (!pathname.startsWith(`${base}/`)) return undefined;
  const path = join(folder, decodeURIComponent(pathname.slice(base.length)));
  const file = pathname.endsWith('/') ? join(path, 'index.html') : path;
  return existsSync(file) && statSync(file).isFile() ? file : undefined;
}

/** What a page refers to, and the ids in it. */
export function referencesIn(html: string): { targets: string[]; ids: Set<string> } {
  const targets: string[] = [];
  const ids = new Set<string>();
  const parser = new Parser({
    onopentag(_name, { href, src, poster, srcset, id, content }) {
      for (const one of [href, src, poster]) if (one !== undefined) targets.push(one);
      for (const form of srcset?.split(',') ?? []) targets.push(form.trim().split(/\s/)[0] ?? '');
      const refresh = /^\d+; url=(.*)$/.exec(content ?? '')?.[1];
      if (refresh !== undefined) targets.push(refresh);
      if (id !== undefined) ids.add(id);
    },
  });
  parser.end(html);
  return { targets, ids };
}

/** An element of an XML document. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

/** Reads XML strictly enough for feeds. @throws where elements are not closed as they were opened, or an entity is unknown */
export function readXml(text: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const tag = /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  let at = 0;
  for (const match of text.matchAll(tag)) {
    if (match.index !== at) break;
    at += match[0].length;
    const [, closing, name, attributes = '', empty, words] = match;
    const top = open.at(-1);
    if (words !== undefined) {
      const stray = /&(?!(?:amp|lt|gt|quot|#39);)/.exec(words);
      if (stray) throw new Error(`An entity is not known: ${words.slice(stray.index, stray.index + 20)}`);
      if (top) top.text += words;
    } else if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`${name} is closed but was not open.`);
    } else if (name !== undefined) {
      const pairs = [...attributes.matchAll(/([\w:.-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
        key,
        value,
      ]);
      const element: XmlElement = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
      top?.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  if (at !== text.length || open.length !== 1)
    throw new Error(`Not well formed at ${at}: ${text.slice(at, at + 80)}`);
  const [document] = root.children;
  if (!document) throw new Error('There is no element.');
  return document;
}
