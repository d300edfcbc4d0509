import { readFile } from 'node:fs/promises';
import { join as absolute } from 'node:path';
import type { NewPost } from '../../common/site/new-post.ts';
import { composePost } from '../../common/site/new-post.ts';
import { folderOf, isIn, join, within } from '../../common/site/paths.ts';
import type { PostStyle } from '../../common/site/post-style.ts';
import { composeFilled } from '../../common/site/post-template.ts';
import type { SitePlace } from '../../common/site/site-map.ts';
import type { Disk } from '../disk.ts';
import { fencePath } from '../site/fence.ts';
import { readHeadOf } from './read-post-file.ts';

/** Where a new post goes, and how it is written. */
export interface ChosenStyle {
  site: SitePlace['site'];
  style: PostStyle;
  /** Whether the style is that of posts. */
  hasPosts: boolean;
}

/** The author's own template for a new post. */
export interface Template {
  /** Relative to the root. */
  path: string;
  text: string;
  /** Undefined where it makes a single file. */
  company: Company | undefined;
}

/** What lies beside a template of a post with a folder of its own. */
export interface Company {
  /** Relative to the root. */
  folder: string;
  /** Relative to the folder. */
  files: string[];
}

/** The template that a new post begins as; undefined where there is none, or none that can be read. */
export function findTemplate(
  root: string,
  { site, style, hasPosts, files }: ChosenStyle & { files: readonly string[] },
): Template | undefined {
  const { convention, settings } = site;
  const isFolders = style.fileName.endsWith('/index.md');
  const known = new Set(files);
  const path = (convention.newPost.templates?.paths(style.folder, settings, hasPosts) ?? [])
    .map((each) => join(settings.folder, each))
    // Posts that are files stay so.
    .filter((each) => isFolders || !hasPosts || !isIndexFile(each))
    .find((each) => known.has(each));
  if (path === undefined) return undefined;
  const { text, whole, problems } = readHeadOf(absolute(root, path), { isEnough: (_, isWhole) => isWhole });
  if (!whole || problems.length > 0) return undefined;
  const folder = folderOf(path);
  const others = files.filter((file) => file !== path && isIn(folder, file));
  const company = isIndexFile(path)
    ? { folder, files: others.map((file) => within(folder, file)) }
    : undefined;
  return { path, text, company };
}

function isIndexFile(path: string): boolean {
  return path.endsWith('/index.md');
}

/** The post that is made of a template, as `composePost` answers; undefined where only its generator can make it. */
export function beginFrom(
  post: NewPost,
  template: Template | undefined,
  { site, style, isDated }: { site: SitePlace['site']; style: PostStyle; isDated: boolean },
): { path: string; text: string; company: Company | undefined } | undefined {
  if (!template) return undefined;
  const { convention, settings } = site;
  const filled = convention.newPost.templates?.fill(template.text, post, { folder: style.folder, settings });
  const text = filled === undefined ? undefined : composeFilled(post, filled, { style, convention, isDated });
  if (text === undefined) return undefined;
  const { path } = composePost(post, style);
  const isFolder = template.company !== undefined && !isIndexFile(path);
  return {
    path: isFolder ? path.replace(/\.[^./]+$/, '/index.md') : path,
    text,
    company: template.company,
  };
}

/** Copies what lies beside a template into the new post's folder. */
export async function bringCompany(
  { root, disk }: { root: string; disk: Disk },
  { folder, files }: Company,
  path: string,
): Promise<void> {
  for (const file of files) {
    const from = await fencePath(root, join(folder, file));
    const to = await fencePath(root, join(folderOf(path), file));
    if (!to.exists) await disk.create(to.real, await readFile(from.real));
  }
}
