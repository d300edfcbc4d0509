import type { ConventionName } from '../../src-main/common/site/site.ts';

/** What people call the generators. */
export const conventionNames: Record<ConventionName, string> = {
  jekyll: 'Jekyll',
  hugo: 'Hugo',
  hexo: 'Hexo',
  astro: 'Astro',
  eleventy: 'Eleventy',
  zola: 'Zola',
  docusaurus: 'Docusaurus',
  vitepress: 'VitePress',
  gatsby: 'Gatsby',
  next: 'Next.js',
  galley: 'Galley',
  plain: 'Markdown',
};
