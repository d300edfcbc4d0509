import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';

/** libxml2's validator, where the machine has it. */
export const xmllint = existsSync(process.env.GALLEY_XMLLINT ?? '') ? process.env.GALLEY_XMLLINT : undefined;

const schemas = fileURLToPath(new URL('../fixtures/schemas', import.meta.url));
const xmlFiles: readonly (readonly [file: string, kind: '--relaxng' | '--schema', schema: string])[] = [
  ['atom.xml', '--relaxng', 'atom.rng'],
  ['rss.xml', '--relaxng', 'rss.rng'],
  ['sitemap.xml', '--schema', 'sitemap.xsd'],
];
const isJsonFeed = new Ajv({ allErrors: true }).compile(
  JSON.parse(readFileSync(join(schemas, 'json-feed.schema.json'), 'utf8')),
);

/** What the schemas of their formats say against the feeds and the sitemap of a built site. Without `xmllint`, of the JSON feed only. */
export function againstSchemas(site: string): string[] {
  const found: string[] = [];
  for (const [file, kind, schema] of xmllint ? xmlFiles : []) {
    const { status, stderr } = spawnSync(
      xmllint ?? '',
      ['--nonet', '--noout', kind, join(schemas, schema), join(site, file)],
      { encoding: 'utf8' },
    );
    if (status !== 0) found.push(`${file}: ${stderr.slice(0, 1000)}`);
  }
  if (!isJsonFeed(JSON.parse(readFileSync(join(site, 'feed.json'), 'utf8'))))
    found.push(
      ...(isJsonFeed.errors ?? []).map((error) => `feed.json${error.instancePath}: ${error.message}`),
    );
  return found;
}
