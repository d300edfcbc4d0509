import type { readFrontMatter } from '../../src-main/common/posts/front-matter.ts';
import { afterFirstLook } from './after-first-look.ts';

type Read = typeof readFrontMatter;

let fetched: Read | undefined;

/** What reads front matter, where it was fetched already. */
export function fetchedReader(): Read | undefined {
  return fetched;
}

/**
 * Fetches what reads front matter, once the text is shown: YAML, TOML and JSON with the places of all values are a lot
 * of script.
 */
export async function fetchFrontMatterReader(): Promise<Read> {
  await afterFirstLook();
  const { readFrontMatter } = await import('../../src-main/common/posts/front-matter.ts');
  fetched = readFrontMatter;
  return readFrontMatter;
}
