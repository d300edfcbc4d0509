import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Look } from '../../common/new-blog/proposal.ts';
import { readConfiguration, textAt } from '../../common/site/configuration.ts';

/**
 * The themes that come with the program, the quiet one first.
 *
 * @param resources absolute path of the program’s folder of that name
 */
export async function findLooks(resources: string): Promise<Look[]> {
  const folder = join(resources, 'themes');
  const names = await readdir(folder).catch(() => []);
  const looks = await Promise.all(names.map((name) => readLook(folder, name)));
  return looks
    .filter((look) => look !== undefined)
    .sort((a, b) => Number(b.name === usual) - Number(a.name === usual) || a.name.localeCompare(b.name));
}

const usual = 'quiet';

async function readLook(folder: string, name: string): Promise<Look | undefined> {
  const text = await readFile(join(folder, name, 'theme.yml'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const data = readConfiguration('theme.yml', text);
  return { name, title: textAt(data, 'title') ?? name, description: textAt(data, 'description') ?? '' };
}
