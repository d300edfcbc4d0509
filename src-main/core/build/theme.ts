import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, extname, join, sep } from 'node:path';
import * as v from 'valibot';
import { parse as parseYaml } from 'yaml';
import { templateNames } from '../../common/build/model.ts';
import { AppError } from '../../common/errors.ts';

/** A theme, read whole: what renders pages never looks at the disk for it. */
export interface Theme {
  name: string;
  label: string;
  description: string;
  /** Width of the text in CSS pixels, which pictures are made for. */
  contentWidth: number;
  /** Texts of templates by their name: `post`, `partials/entry`. */
  templates: Readonly<Record<string, string>>;
  /** Files that pages load, by their name within `assets`. */
  assets: readonly ThemeAsset[];
  /** Another one whenever anything of the theme is. */
  hash: string;
}

export interface ThemeAsset {
  name: string;
  bytes: Uint8Array;
  /** Relative to the output folder, with a hash of the content: `theme/style-1a2b3c4d5e.css`. */
  file: string;
}

/** A theme that can be chosen. */
export interface ThemeSummary {
  name: string;
  label: string;
  description: string;
}

const description = v.object({
  label: v.optional(v.string()),
  description: v.optional(v.string()),
  'content-width': v.optional(v.pipe(v.number(), v.minValue(100), v.maxValue(4000))),
});

/** What a theme may bring: nothing that a web server would run. */
const assetKinds = /\.(?:css|js|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|txt|json|webmanifest)$/i;
/** More than this is no theme. In bytes. */
const largestTheme = 20_000_000;

/** The themes that come with the program. @param resources its folder of that name */
export function listThemes(resources: string): ThemeSummary[] {
  return readFolder(join(resources, 'themes'))
    .filter((name) => /^[a-z0-9][a-z0-9-]*$/.test(name))
    .map((name) => {
      const own = readDescription(join(resources, 'themes', name));
      return { name, label: own.label ?? name, description: own.description ?? '' };
    });
}

/**
 * Reads a theme. A blog's own `theme/` folder goes file by file before the theme of the program that it changes.
 *
 * @param own absolute path of the blog's theme folder
 * @throws AppError `theme-broken`
 */
export function readTheme(resources: string, name: string, own: string | undefined): Theme {
  const themes = join(resources, 'themes');
  if (!readFolder(themes).includes(name))
    throw new AppError('theme-broken', {
      message: `There is no theme “${name}”.`,
      next: [`Choose one of these in galley.yml: ${readFolder(themes).join(', ')}.`],
    });
  // What all themes share goes first, so that a theme may change it too.
  const layers = [join(resources, 'site'), join(themes, name), ...(own === undefined ? [] : [own])];
  const files = new Map<string, Buffer>();
  for (const layer of layers) for (const [path, bytes] of filesOf(layer)) files.set(path, bytes);
  const texts = [...files].filter(([path]) => /^templates\/.*\.liquid$/.test(path));
  const templates = Object.fromEntries(
    texts.map(([path, bytes]) => [
      path.slice('templates/'.length, -'.liquid'.length),
      bytes.toString('utf8'),
    ]),
  );
  const missing = templateNames.find((template) => !Object.hasOwn(templates, template));
  if (missing !== undefined)
    throw new AppError('theme-broken', {
      message: `The theme “${name}” has no template “${missing}.liquid”.`,
    });
  const described: v.InferOutput<typeof description> = Object.assign({}, ...layers.map(readDescription));
  return {
    name,
    label: described.label ?? name,
    description: described.description ?? '',
    contentWidth: described['content-width'] ?? 680,
    templates,
    assets: [...files].flatMap(([path, bytes]) => assetOf(path, bytes)),
    hash: hashOf(files),
  };
}

function assetOf(path: string, bytes: Buffer): ThemeAsset[] {
  const name = /^assets\/(.+)$/.exec(path)?.[1];
  if (name === undefined || !assetKinds.test(name)) return [];
  const end = extname(name);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10);
  return [{ name, bytes, file: `theme/${name.slice(0, name.length - end.length)}-${hash}${end}` }];
}

function hashOf(files: ReadonlyMap<string, Buffer>): string {
  const hash = createHash('sha256');
  for (const [path, bytes] of files) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}

function readDescription(folder: string): v.InferOutput<typeof description> {
  try {
    const parsed = v.safeParse(description, parseYaml(readFileSync(join(folder, 'theme.yml'), 'utf8')));
    return parsed.success ? parsed.output : {};
  } catch {
    return {};
  }
}

/** Files by their path within the theme, in order. Links that lead out of it are not followed. */
function filesOf(folder: string): [path: string, bytes: Buffer][] {
  const found: [string, Buffer][] = [];
  let size = 0;
  const root = real(folder);
  const read = (path: string): void => {
    for (const entry of readFolder(join(folder, path))) {
      if (entry.startsWith('.')) continue;
      const inner = path === '' ? entry : `${path}/${entry}`;
      const target = real(join(folder, inner));
      if (root === undefined || !target?.startsWith(root + sep)) continue;
      const bytes = bytesOf(target);
      if (bytes === 'folder') {
        if (inner.split('/').length < 6) read(inner);
        continue;
      }
      size += bytes?.length ?? 0;
      if (size > largestTheme)
        throw new AppError('theme-broken', { message: `The theme in “${basename(folder)}” is too large.` });
      if (bytes && !inner.includes('\\')) found.push([inner, bytes]);
    }
  };
  read('');
  return found;
}

function bytesOf(path: string): Buffer | 'folder' | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EISDIR' ? 'folder' : undefined;
  }
}

function readFolder(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}

function real(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
