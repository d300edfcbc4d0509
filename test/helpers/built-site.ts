import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildInput, BuildOutcome } from '../../src-main/common/build/build.ts';
import { type BuildDuring, createSiteBuilder } from '../../src-main/core/build/build-site.ts';
import type { PoolMaker } from '../../src-main/core/build/render-pool.ts';
import { openSite } from '../../src-main/core/site/open-site.ts';
import { filesUnder } from './files-under.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** The program's folder of themes and more. */
export const resources = resolve(fileURLToPath(new URL('.', import.meta.url)), '../../resources');

export interface BuildSettings extends BuildInput {
  /** Galley's folder, which remembers earlier builds; a new one where none is given. */
  home?: string;
  makePool?: PoolMaker;
  during?: BuildDuring;
}

/** Builds the blog in a folder as `galley build` does, in this process. */
export async function buildBlog(folder: string, settings: BuildSettings = {}): Promise<BuildOutcome> {
  const { home: given, makePool, during, ...input } = settings;
  const home = given ?? makeTemporaryFolder();
  const site = await openSite(folder, { home: { data: `${home}/data`, cache: `${home}/cache` } });
  try {
    const builder = createSiteBuilder({
      site,
      home: { data: `${home}/data`, cache: `${home}/cache` },
      resources,
      version: 'test',
      makePool,
    });
    return await builder.build(input, during);
  } finally {
    await site.close();
    if (given === undefined) rmSync(home, { recursive: true, force: true });
  }
}

/** As `buildBlog`, for a build that must succeed. */
export async function built(
  folder: string,
  settings: BuildSettings = {},
): Promise<Extract<BuildOutcome, { kind: 'built' }>> {
  const outcome = await buildBlog(folder, settings);
  if (outcome.kind !== 'built') throw new Error('The build was cancelled.');
  return outcome;
}

/** The files of a built site with their texts, by their path in it. */
export function siteFiles(folder: string): Map<string, string> {
  return new Map(
    filesUnder(folder)
      .map((path): [string, string] => [
        path.slice(folder.length + 1).replaceAll('\\', '/'),
        readFileSync(path).toString('latin1'),
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The text of an HTML page's body as a reader meets it, without markup. */
export function pageText(html: string): string {
  return html
    .slice(html.indexOf('<body'))
    .replace(/<script[\s\S]*?<\/script>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A post's text in YAML front matter that any reader takes as it is meant. */
export function postText(data: Record<string, unknown>, body = 'Text.\n'): string {
  const lines = Object.entries(data).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `---\n${lines.join('\n')}\n---\n\n${body}`;
}
