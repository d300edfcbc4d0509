import type { Convention } from './convention.ts';
import { astro } from './conventions/astro.ts';
import { docusaurus } from './conventions/docusaurus.ts';
import { eleventy } from './conventions/eleventy.ts';
import { galley } from './conventions/galley.ts';
import { gatsby } from './conventions/gatsby.ts';
import { hexo } from './conventions/hexo.ts';
import { hugo } from './conventions/hugo.ts';
import { jekyll } from './conventions/jekyll.ts';
import { next } from './conventions/next.ts';
import { plain } from './conventions/plain.ts';
import { vitepress } from './conventions/vitepress.ts';
import { zola } from './conventions/zola.ts';
import type { ConventionName } from './site.ts';

/** Every convention, the more particular ones first: where two speak equally for a folder, the first is taken. */
export const conventions: readonly Convention[] = [
  galley,
  zola,
  hugo,
  hexo,
  jekyll,
  docusaurus,
  vitepress,
  astro,
  eleventy,
  gatsby,
  next,
  plain,
];

/** The convention of that name. */
export function conventionNamed(name: ConventionName): Convention {
  return conventions.find((convention) => convention.name === name) ?? plain;
}
