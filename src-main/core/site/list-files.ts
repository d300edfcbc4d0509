import type { Dirent } from 'node:fs';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isIgnoredFolder, outputFolders } from '../../common/site/content-files.ts';
import { isConfigurationFile } from '../../common/site/detect-sites.ts';
import type { SiteListing } from '../../common/site/site-folder.ts';
import { isLeftover } from '../disk.ts';
import { inSlices } from '../slices.ts';

/** The files of a blog as they are on disk now. */
export interface DiskListing extends SiteListing {
  /** Those of the files that are links. */
  links: ReadonlySet<string>;
  /** Folders that could not be read, relative to the root. */
  unreadable: readonly string[];
  /** What killed saves have left, relative to the root. */
  leftovers: readonly string[];
}

/** More text than this is no configuration. In bytes. */
const longestConfiguration = 1_000_000;

/**
 * Lists a blog's files and reads its configurations. Folders of other people's code and of builds are left out, and
 * links to folders are not followed. Reads in slices, so that nothing else waits for long.
 */
export async function listFiles(root: string): Promise<DiskListing> {
  const files: string[] = [];
  const links = new Set<string>();
  const unreadable: string[] = [];
  const leftovers: string[] = [];
  const folders = ['.'];
  await inSlices(folders, (folder) => {
    const entries = entriesOf(join(root, folder));
    if (!entries) {
      unreadable.push(folder);
      return;
    }
    const isSite = entries.some((entry) => isConfigurationFile(entry.name) && entry.name !== 'CNAME');
    for (const entry of entries) {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        const isOutput = isSite && outputFolders.has(entry.name);
        if (!isIgnoredFolder(entry.name) && !isOutput) folders.push(path);
      } else if (entry.name.startsWith('.') && isLeftover(entry.name)) leftovers.push(path);
      else if (isListed(entry, path)) {
        if (entry.isFile()) files.push(path);
        else if (linksToFile(entry, join(root, path))) {
          files.push(path);
          links.add(path);
        }
      }
    }
  });
  files.sort();
  return { files, links, texts: await readConfigurations(root, files), unreadable, leftovers };
}

function entriesOf(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}

function isListed(entry: Dirent, path: string): boolean {
  return !entry.name.startsWith('.') || isConfigurationFile(path);
}

/** A link that leads nowhere is listed too: its problem is said where it is read. */
function linksToFile(entry: Dirent, absolute: string): boolean {
  if (!entry.isSymbolicLink()) return false;
  try {
    return statSync(absolute).isFile();
  } catch {
    return true;
  }
}

async function readConfigurations(root: string, files: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  await inSlices(files.filter(isConfigurationFile), (path) => {
    try {
      const absolute = join(root, path);
      if (statSync(absolute).size <= longestConfiguration) texts.set(path, readFileSync(absolute, 'utf8'));
    } catch {
      // A configuration that may not be read says nothing.
    }
  });
  return texts;
}
