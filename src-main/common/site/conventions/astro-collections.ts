import {
  cannotTell,
  type Expression,
  readExpression,
  readExpressionAt,
  type Scope,
  valueIn,
} from '../expression.ts';
import { fitsGlob } from '../inherited-data.ts';
import { folderOf, normalise } from '../paths.ts';

/** A collection as the site's `content.config` has it. It is read, never run. */
export interface AstroCollection {
  /** Relative to the site; undefined for one that lies below `src/content` by its name. */
  base: string | undefined;
  /** The name that pages ask for it by. */
  name: string;
  /** What of the folder belongs to it; empty: all. */
  patterns: readonly string[];
  /** Makes the ids of its posts; undefined: as Astro does. */
  generateId: Expression | undefined;
}

/** Source: docs.astro.build (content collections, the `glob()` loader). */
export function collectionsOf(path: string, definition: string): AstroCollection[] {
  const scope = scopeOf(definition, folderOf(path));
  const names = exportedNames(definition);
  const found = /(?:\b(\w+)|["']([\w-]+)["'])\s*[:=]\s*defineCollection\b|\bbase\s*:\s*/g;
  const collections: AstroCollection[] = [];
  let name = '';
  for (const match of definition.matchAll(found)) {
    const defined = match[1] ?? match[2];
    if (defined !== undefined) name = names.get(defined) ?? defined;
    const base =
      defined === undefined
        ? folderIn(valueIn(readExpressionAt(definition, match.index + match[0].length), scope))
        : undefined;
    if (base === undefined) continue;
    const options = objectAround(definition, match.index, scope);
    collections.push({
      base,
      name,
      patterns: [options.pattern].flat().filter((pattern) => typeof pattern === 'string'),
      generateId: functionIn(options.generateId),
    });
  }
  return collections;
}

/** Whether the collection's loader takes a file, by its path below the base. */
export function isTaken({ patterns }: AstroCollection, inside: string): boolean {
  if (patterns.length === 0) return true;
  const [not, taken] = [patterns.filter(isNegative), patterns.filter((pattern) => !isNegative(pattern))];
  return (
    taken.some((pattern) => fitsGlob(plainPattern(pattern), inside)) &&
    !not.some((pattern) => fitsGlob(plainPattern(pattern.slice(1)), inside))
  );
}

function isNegative(pattern: string): boolean {
  return pattern.startsWith('!') && !pattern.startsWith('!(');
}

function plainPattern(pattern: string): string {
  return pattern.replace(/^\.?\//, '');
}

/** `collections = { articles: posts }`: the constant `posts` is asked for as `articles`. */
function exportedNames(definition: string): ReadonlyMap<string, string> {
  const [, list = ''] = /\bcollections\s*(?::[^=]+)?=\s*\{([^{}]*)\}/.exec(definition) ?? [];
  const pairs = list.matchAll(/(?:["']([\w-]+)["']|(\w+))\s*:\s*(\w+)/g);
  return new Map([...pairs].map(([, quoted, plain, constant = '']) => [constant, quoted ?? plain ?? '']));
}

function scopeOf(definition: string, folder: string): Scope {
  const constants = new Map(
    [...definition.matchAll(/\bconst\s+(\w+)\s*(?::\s*\w+\s*)?=\s*(["'`][^"'`\n]*["'`])/g)].map(
      ([, name = '', text = '']) => [name, readExpression(text)],
    ),
  );
  const scope: Scope = (name) => {
    if (name === 'import') return { meta: { url: '' } };
    if (name === 'new URL') return (path: unknown) => normalise(`${folder}/${String(path)}`);
    const value = valueIn(constants.get(name), scope);
    if (value === undefined) throw cannotTell;
    return value;
  };
  return scope;
}

function folderIn(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const base = value.replace(/^(?:\.?\/)+|\/+$/g, '');
  return base === '' || base.startsWith('..') ? undefined : base;
}

/** What stands beside that place in the same object. */
function objectAround(text: string, at: number, scope: Scope): Record<string, unknown> {
  let depth = 0;
  for (let index = at - 1; index >= Math.max(0, at - 2000); index -= 1) {
    if (text[index] === '}') depth += 1;
    if (text[index] === '{') depth -= 1;
    if (depth >= 0) continue;
    const value = valueIn(readExpressionAt(text, index), scope);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  }
  return {};
}

function functionIn(value: unknown): Expression | undefined {
  if (value === cannotTell) return () => cannotTell;
  return typeof value === 'function' ? () => value : undefined;
}
