import type { PostFacts } from '../convention.ts';
import {
  type Expression,
  readExpressionAt,
  resultIn,
  type Scope,
  unknownName,
  valueIn,
} from '../expression.ts';
import { fitsGlob } from '../inherited-data.ts';
import { isIn, join, within } from '../paths.ts';

/** What the configuration of Contentlayer or Velite says of a post's address. */
export interface DocumentAddress {
  /** The whole address, as a field of the document has it. */
  address?: string;
  /** The part of it that pages of the router ask for. */
  slug?: string;
  /** Whether it is worked out in a way that cannot be told. */
  isUnknown?: boolean;
}

/** Whether a configuration makes documents of posts. */
export function isWorkedOut(script: string): boolean {
  return /\bdefine(DocumentType|NestedType|Collection)\b/.test(script);
}

const addressKeys = 'url|permalink|href';
const slugKeys = 'slugAsParams|slug';

/**
 * The address that fields of the post's document give: `url`, `permalink` or `href`, else `slug`. Source: the
 * documentation of contentlayer (computed fields) and velite (schemas).
 */
export function documentAddress(script: string, post: PostFacts): DocumentAddress {
  const root = /\b(?:contentDirPath|root)\s*:\s*(["'`])([^"'`]+)\1/.exec(script)?.[2] ?? 'content';
  const folder = join(root.replace(/^\.\//, ''));
  if (!isIn(folder, post.path)) return {};
  const path = within(folder, post.path);
  const type = typesOf(script).find(({ pattern }) => pattern === undefined || fitsGlob(pattern, path));
  if (!type) return {};
  const flattened = path.replace(/\.\w+$/, '').replace(/\/index$/, '');
  const parts = path.split('/');
  const raw = {
    flattenedPath: flattened,
    sourceFilePath: path,
    sourceFileName: parts.at(-1),
    sourceFileDir: parts.slice(0, -1).join('/') || '.',
  };
  const isVelite = script.includes('velite');
  const slug = isVelite && /\bslug\s*:\s*s\.path\(/.test(type.text) ? { slug: flattened } : {};
  const document = { ...post.data, ...slug, _raw: raw, _id: path };
  const address = fieldOf(type, addressKeys, document, isVelite);
  if (address) return typeof address.value === 'string' ? { address: address.value } : { isUnknown: true };
  const own =
    fieldOf(type, slugKeys, document, isVelite) ?? ('slug' in slug ? { value: flattened } : undefined);
  if (!own) return {};
  if (typeof own.value !== 'string' || own.value === '') return { isUnknown: true };
  return own.value.startsWith('/') ? { address: own.value } : { slug: own.value };
}

/** A kind of documents. */
interface DocumentType {
  /** Glob below the folder of content. */
  pattern: string | undefined;
  text: string;
  /** What several kinds may share. */
  shared: string;
}

function typesOf(script: string): DocumentType[] {
  const [shared = '', ...types] = script.split(/\bdefine(?:DocumentType|Collection)\s*\(/);
  return types.map((text) => {
    const found = /\b(?:filePathPattern|pattern)\s*:\s*(["'`])([^"'`]+)\1/.exec(text);
    return { pattern: found?.[2], text, shared };
  });
}

/** What the first of these fields is; undefined where the document has none of them. */
function fieldOf(
  { text, shared }: DocumentType,
  keys: string,
  document: Readonly<Record<string, unknown>>,
  isVelite: boolean,
): { value: unknown } | undefined {
  for (const key of keys.split('|')) {
    const isShared = /\bcomputedFields\s*[,}]|\.\.\.\w*[cC]omputedFields/.test(text);
    for (const script of isShared ? [text, shared] : [text]) {
      const expression = isVelite ? veliteField(script, key) : computedField(script, key);
      if (expression) return { value: expression(document) };
    }
  }
  return undefined;
}

type Field = (document: Readonly<Record<string, unknown>>) => unknown;

/** `url: { type: 'string', resolve: (post) => … }` */
function computedField(script: string, key: string): Field | undefined {
  const found = new RegExp(`\\b${key}\\s*:\\s*\\{[^{}]*?\\bresolve\\s*:\\s*`).exec(script);
  if (!found) return undefined;
  const expression: Expression | undefined = readExpressionAt(script, found.index + found[0].length);
  return (document) => resultIn(expression, unknownName, [document]);
}

/** `.transform((data) => ({ ...data, permalink: … }))` */
function veliteField(script: string, key: string): Field | undefined {
  const transform = /\.transform\(\s*(?:async\s+)?\(?\s*(?:\{([^}]*)\}|(\w+))/.exec(script);
  if (!transform) return undefined;
  const inside = script.slice(transform.index);
  const found = new RegExp(`\\b${key}\\s*:\\s*`).exec(inside);
  if (!found) return undefined;
  const expression = readExpressionAt(inside, found.index + found[0].length);
  return (document) => {
    const scope: Scope = (name) => {
      if (name === transform[2]) return document;
      return Object.hasOwn(document, name) ? document[name] : unknownName();
    };
    return valueIn(expression, scope);
  };
}
