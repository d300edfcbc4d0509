import type { Convention } from './convention.ts';
import { astro } from './conventions/astro.ts';
import { galley } from './conventions/galley.ts';
import { hugo } from './conventions/hugo.ts';
import { jekyll } from './conventions/jekyll.ts';
import { plain } from './conventions/plain.ts';
import { zola } from './conventions/zola.ts';
import type { ConventionName } from './site.ts';

/** Every convention, the more particular ones first: where two speak equally for a folder, the first is taken. */
export const conventions: readonly Convention[] = [galley, zola, hugo, jekyll, astro, plain];

/** The convention of that name. */
export function conventionNamed(name: ConventionName): Convention {
  return conventions.find((convention) => convention.name === name) ?? plain;
}
