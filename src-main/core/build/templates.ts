import { Liquid } from 'liquidjs';
import type { SiteModel, TemplateName } from '../../common/build/model.ts';
import { AppError } from '../../common/errors.ts';
import { quickTemplates, renderAtOnce } from './quick-templates.ts';
import { withConstants } from './template-constants.ts';

/** What templates are made of. */
export interface TemplateSources {
  /** Texts by their name. */
  templates: Readonly<Record<string, string>>;
  /** Addresses of the theme's files by their name, for the filter `asset`. */
  assets: Readonly<Record<string, string>>;
  /** Path of the site on its host, for the filter `link`. */
  base: string;
  /** What every page is given as `site`. */
  site: SiteModel;
}

/** Renders the pages of one theme. */
export interface Templates {
  /** @throws AppError `theme-broken`, with the template and its line */
  render(name: TemplateName, data: object): string;
}

/** A page that takes longer than this never ends: the largest takes a fifth of a second, on a busy machine a second. In milliseconds. */
const longestRender = 4_000;
/** In LiquidJS's own count of objects and characters made. */
const mostMemory = 200_000_000;
/** In characters. */
const longestTemplate = 5_000_000;

/**
 * Templates in LiquidJS, shut in: they are read from memory, so that they see no disk; they reach nothing but the own
 * fields of the data; every text is escaped unless the template says `raw`; time and memory are limited.
 */
export function createTemplates({ templates, assets, base, site }: TemplateSources): Templates {
  const engine = new Liquid({
    templates: withConstants(templates, { site, assets }),
    cache: quickTemplates(),
    outputEscape: 'escape',
    ownPropertyOnly: true,
    strictFilters: true,
    renderLimit: longestRender,
    memoryLimit: mostMemory,
    parseLimit: longestTemplate,
    timezoneOffset: 0,
    locale: 'en',
  });
  renderAtOnce(engine);
  engine.registerFilter('asset', (name: unknown) =>
    typeof name === 'string' && Object.hasOwn(assets, name) ? assets[name] : '',
  );
  engine.registerFilter('link', (path: unknown) =>
    typeof path === 'string' && /^\/(?!\/)/.test(path) ? base + path : path,
  );
  return {
    render(name, data) {
      try {
        return engine.renderFileSync(name, data) as string;
      } catch (error) {
        throw new AppError('theme-broken', {
          message: `The theme’s template “${name}” failed: ${wordsOf(error)}`,
          cause: error,
        });
      }
    },
  };
}

/** What went wrong and where, of LiquidJS's `… , file:partials/entry, line:2, col:7`. */
function wordsOf(error: unknown): string {
  const line = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  const words = line.replace(
    'template render limit exceeded',
    `it was not done after ${longestRender / 1000} seconds and may never end`,
  );
  const place = /^(.*), file:(.+), line:(\d+), col:\d+$/.exec(words);
  return place ? `${place[2]}.liquid, line ${place[3]}: ${place[1]}` : words;
}
