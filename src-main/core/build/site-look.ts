import { readSiteConfig } from '../../common/build/site-config.ts';
import { AppError } from '../../common/errors.ts';
import type { SiteLook } from '../../common/new-blog/proposal.ts';
import { applyChanges, editFrontMatter } from '../../common/posts/edit-front-matter.ts';
import { join as joinPath } from '../../common/site/paths.ts';
import { type Disk, revisionOfBytes } from '../disk.ts';
import { looksOf } from '../new-blog/propose-blog.ts';
import { fencePath } from '../site/fence.ts';
import type { OpenSite } from '../site/open-site.ts';
import { readSource } from './render-post.ts';

/** Reads the look of the open blog; undefined where it is not of Galley’s own kind. */
export function readLook(site: OpenSite, resources: string): SiteLook | undefined {
  if (site.description().convention !== 'galley') return undefined;
  const text = readSource(site.root, settingsPath(site))?.toString('utf8') ?? '';
  const { config } = readSiteConfig(text, site.description().name);
  return { theme: config.theme, looks: looksOf(resources) };
}

/**
 * Gives the open blog another theme: the one value in `galley.yml`, and no other byte of it.
 *
 * @throws AppError `bad-input` for a theme that there is not, `front-matter-edit-refused`, `write-refused`
 */
export async function changeLook(
  { site, resources, disk }: { site: OpenSite; resources: string; disk: Disk },
  theme: string,
): Promise<void> {
  const known = readLook(site, resources);
  if (!known) throw new AppError('not-available', { message: 'Only a blog of Galley’s own has a look.' });
  if (!known.looks.some(({ name }) => name === theme))
    throw new AppError('bad-input', { message: `There is no theme “${theme}”.` });
  const path = settingsPath(site);
  const bytes = readSource(site.root, path) ?? new Uint8Array();
  const { real } = await fencePath(site.root, path);
  const text = withTheme(Buffer.from(bytes).toString('utf8'), theme);
  const outcome = await disk.write(real, new TextEncoder().encode(text), { basedOn: revisionOfBytes(bytes) });
  if (outcome === 'changed-on-disk')
    throw new AppError('write-refused', { message: 'galley.yml was changed by another program just now.' });
}

function settingsPath(site: OpenSite): string {
  const { site: folder } = site.description();
  return joinPath(folder, 'galley.yml');
}

/** The settings are edited as front matter is: one value’s range, checked afterwards. */
function withTheme(text: string, theme: string): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const head = `---${lineEnd}`;
  const tail = `${/(?:^|\n)$/.test(text) ? '' : lineEnd}---${lineEnd}`;
  const block = `${head}${text}${tail}`;
  const edited = editFrontMatter(block, [{ kind: 'set', key: ['theme'], value: theme }]);
  if (!edited.ok)
    throw new AppError('front-matter-edit-refused', { next: ['Change “theme” in galley.yml.'] });
  return applyChanges(block, edited.changes).slice(head.length, -tail.length);
}
