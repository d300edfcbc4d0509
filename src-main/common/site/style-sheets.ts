import { isIn, nameOf } from './paths.ts';

/** The style sheets among the files of a blog. */
export interface SiteStyles {
  /** Paths relative to the root, the likeliest to be the site’s own first. */
  sheets: string[];
  /** How many files of Sass, Less or Stylus there are, which only the generator can make style sheets of. */
  sources: number;
}

/** One style sheet of the site with what it imports, fit to be shown offline. */
export interface SiteStyle {
  /** Files of the blog stand in it as `url("galley-file:PATH")`, percent-encoded. */
  css: string;
  /** Addresses and imports that were left out: of other sites, missing or not allowed. */
  dropped: number;
}

/** More style sheets than this nobody chooses from. */
const mostSheets = 40;

/** Finds the style sheets among these paths. */
export function siteStyles(paths: readonly string[], site: string): SiteStyles {
  const sheets = paths.filter((path) => /\.css$/i.test(path));
  const ranked = sheets.map((path) => ({ path, rank: rankOf(path, site) }));
  ranked.sort((one, other) => other.rank - one.rank || (one.path < other.path ? -1 : 1));
  return {
    sheets: ranked.slice(0, mostSheets).map(({ path }) => path),
    sources: paths.filter((path) => /\.(?:s[ac]ss|less|styl)$/i.test(path)).length,
  };
}

const likelyNames = /^(?:main|styles?|site|index|app|global|theme|custom|base)(?:[.-][\w-]+)*\.css$/i;
const likelyFolders = /(?:^|\/)(?:css|styles?|stylesheets)(?:\/|$)/i;
const served = /(?:^|\/)(?:assets|static|public|source|src|_site)\//i;
/** Libraries that a site loads beside its own looks. */
const libraries =
  /bootstrap|katex|mathjax|prism|highlight|hljs|syntax|pygments|rouge|chroma|font-?awesome|fontello|icons?\b|normali[sz]e|reset|swiper|lightbox|fancybox|photoswipe|gallery|jquery|search|print|admin|docsearch|vendor|\bie\d/i;

function rankOf(path: string, site: string): number {
  let rank = isIn(site, path) ? 2 : 0;
  if (likelyNames.test(nameOf(path))) rank += 8;
  if (likelyFolders.test(path)) rank += 2;
  if (served.test(path)) rank += 2;
  // What was built holds what is written in Sass too, but is only as new as the last build.
  if (/(?:^|\/)(?:_site|dist|build|out)\//.test(path)) rank -= 1;
  if (/\.min\.css$/i.test(path)) rank -= 3;
  if (libraries.test(path)) rank -= 12;
  return rank - Math.min(path.split('/').length, 8) / 10;
}
