import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askableAddress, pagesAddress } from '../../../common/publish/live.ts';

/**
 * Where readers find the site: as its configuration or a CNAME file says, as `homepage` of its package says, or by the
 * naming of the host that the remote is on. Undefined where nothing says it.
 */
export async function findSiteAddress(site: {
  /** From the configuration. */
  address: string | undefined;
  /** Absolute path of the site’s folder. */
  folder: string;
  /** Address of the remote. */
  remote: string | undefined;
}): Promise<string | undefined> {
  return (
    askableAddress(site.address) ??
    askableAddress(await homepageIn(site.folder)) ??
    askableAddress(site.remote === undefined ? undefined : pagesAddress(site.remote))
  );
}

async function homepageIn(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { homepage } = JSON.parse(text) as { homepage?: unknown };
    // Most packages name the page of their source there, which is not the site.
    return typeof homepage === 'string' &&
      !/^https?:\/\/(github|gitlab|codeberg)\.(com|org)\//i.test(homepage)
      ? homepage
      : undefined;
  } catch {
    return undefined;
  }
}
