import { emptyData, type FrontMatterData, type FrontMatterValue } from '../posts/front-matter-tree.ts';
import { findHeadLines, type HeadLines } from '../posts/head-lines.ts';
import { readConfiguration } from './configuration.ts';
import { exportedObjectIn } from './exported-object.ts';
import { extensionOf } from './paths.ts';

/**
 * What a post says of itself elsewhere than in front matter: Org's `#+TITLE:` keywords, the object that MDX posts export
 * (`export const metadata = { title: 'Hello' }`), whose plain texts are looked at and which is never run, and the lines
 * that some programs have in its place. Posts with front matter say nothing else.
 *
 * @param body beginning of the text behind the front matter
 * @param hasHeadLines whether the generator may be one that reads such lines
 */
export function embeddedData(
  path: string,
  data: FrontMatterData,
  body: string,
  hasHeadLines = false,
): FrontMatterData {
  for (const _ in data) return data;
  const extension = extensionOf(path);
  if (extension === '.org') return orgKeywords(body);
  if (extension === '.mdx') return exportedObject(body);
  const head = hasHeadLines ? findHeadLines(body) : undefined;
  return head ? headLineData(head) : data;
}

/** What such lines say, with keys in lower case; lists are parted by semicolons where there are some, else by commas. */
export function headLineData({ lines }: HeadLines): FrontMatterData {
  const data = emptyData();
  for (const { key, value } of lines) {
    const name = key.toLowerCase();
    const parts = value.split(value.includes(';') ? /[;\n]/ : /[,\n]/).map((part) => part.trim());
    if (headLineLists.has(name)) data[name] = parts.filter((part) => part !== '');
    else data[name] = value === 'true' || value === 'false' ? value === 'true' : value;
  }
  return data;
}

const headLineLists: ReadonlySet<string> = new Set(['tags', 'tag', 'keywords', 'category', 'categories']);

/**
 * Source: orgmode.org/manual (Export Settings) and Hugo's reading of it: only what stands at the very beginning, and
 * `#+TAGS[]: a b` is a list.
 */
function orgKeywords(body: string): FrontMatterData {
  const data = emptyData();
  for (const line of body.trimStart().split(/\r?\n/)) {
    if (!line.startsWith('#+')) break;
    const [, name, list, written = ''] = /^#\+([\w-]+)(\[\])?:[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined) continue;
    const key = name.toLowerCase();
    const isList = list !== undefined || orgLists.has(key);
    data[key === 'filetags' ? 'tags' : key] = isList
      ? written.split(key === 'filetags' ? ':' : /\s+/).filter((word) => word !== '')
      : orgValue(written);
  }
  return data;
}

/** What is a list without `[]`, too. */
const orgLists: ReadonlySet<string> = new Set(['filetags', 'tags', 'categories', 'aliases']);

/** Dates may stand as `<2014-02-03 Mon>` or `[2014-02-03 Mon 10:00]`: Hugo takes the day. */
function orgValue(written: string): FrontMatterValue {
  if (written === 'true' || written === 'false') return written === 'true';
  return /^[<[](\d{4}-\d\d-\d\d)(?: [^>\]]*)?[>\]]$/.exec(written)?.[1] ?? written;
}

function exportedObject(body: string): FrontMatterData {
  const data = emptyData();
  const { object } = exportedObjectIn(body) ?? {};
  if (object === undefined) return data;
  for (const [key, value] of Object.entries(readConfiguration('object.js', object)))
    if (typeof value === 'string') data[key] = unescaped(value);
    else if (typeof value === 'boolean') data[key] = value;
  for (const [, key = '', list = ''] of object.matchAll(listOfTexts))
    if (!Object.hasOwn(data, key)) data[key] = textsIn(list);
  return data;
}

const listOfTexts = /(?:^|[\s{,])["']?(\w+)["']?\s*:\s*\[((?:[\s,]|(["'`])(?:(?!\3)[^\\\n]|\\.)*\3)*)\]/g;

function textsIn(list: string): string[] {
  return [...list.matchAll(/(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1/g)].map(([, , text = '']) => unescaped(text));
}

function unescaped(text: string): string {
  return text.replace(/\\(["'`\\])/g, '$1');
}
