import { createHash } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Application } from '../application.ts';

/** The open blog as the site that it will be, kept up to date in a folder of Galley's own. */
export interface SitePreview {
  /** Brings the site up to date, then finds the file of an address. */
  find(pathname: string): Promise<PreviewAnswer>;
  /** Tells whenever the site has changed. */
  listen(listener: () => void): () => void;
  close(): Promise<void>;
}

/** Where the file of an address is. */
export type PreviewAnswer =
  | { kind: 'file'; path: string; isMissingPage: boolean }
  | { kind: 'elsewhere'; to: string }
  | { kind: 'nothing' };

/** Changes that come within this time of each other are one. In milliseconds. */
const quiet = 60;

/**
 * Builds the open blog, drafts included, when it is first looked at, and again after each change while it is looked at.
 *
 * @param folder absolute path of the cache folder that built sites are kept in
 */
export function createSitePreview(application: Application, folder: string): SitePreview {
  const listeners = new Set<() => void>();
  let isCurrent = false;
  let building: Promise<Built> | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function build(): Promise<Built> {
    isCurrent = true;
    const { root } = application.site();
    const out = join(folder, createHash('sha256').update(root).digest('hex').slice(0, 32));
    const outcome = await application.handlers['site.build']({ out, drafts: true });
    if (outcome.kind === 'cancelled') isCurrent = false;
    return outcome.kind === 'cancelled' ? { out, base: '', changed: 0 } : outcome;
  }

  function bringUpToDate(): Promise<Built> {
    if (!isCurrent || !building) {
      building = build().catch((error: unknown) => {
        isCurrent = false;
        throw error;
      });
    }
    return building;
  }

  async function follow(): Promise<void> {
    const { changed } = await bringUpToDate();
    if (changed > 0) for (const listener of listeners) listener();
  }

  function onChange(): void {
    isCurrent = false;
    clearTimeout(timer);
    // Nobody looks: the next one who does has it built.
    if (listeners.size === 0) return;
    // What fails is said to whoever asks for the next page.
    timer = setTimeout(() => void follow().catch(() => {}), quiet);
  }

  const stops = [
    application.listen('posts.changed', onChange),
    application.listen('site.changed', onChange),
    application.listen('repository.changed', onChange),
  ];
  return {
    async find(pathname) {
      const { out, base } = await bringUpToDate();
      if (base !== '' && !pathname.startsWith(`${base}/`)) return { kind: 'elsewhere', to: `${base}/` };
      return fileAt(out, pathname.slice(base.length));
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      clearTimeout(timer);
      for (const stop of stops) stop();
      listeners.clear();
      await building?.catch(() => {});
    },
  };
}

interface Built {
  out: string;
  base: string;
  changed: number;
}

function fileAt(out: string, pathname: string): PreviewAnswer {
  const names = decoded(pathname)?.split('/') ?? [];
  const isSafe = names.length > 0 && names.every((name) => !/^\.|[\\\0]/.test(name));
  const found = isSafe ? fileInside(out, names) : undefined;
  if (found === 'folder') return { kind: 'elsewhere', to: `${pathname}/` };
  if (found !== undefined) return { kind: 'file', path: found, isMissingPage: false };
  const missing = fileInside(out, ['404.html']);
  return missing === undefined || missing === 'folder'
    ? { kind: 'nothing' }
    : { kind: 'file', path: missing, isMissingPage: true };
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}

/** Real path of a file of the site; that of its `index.html` for a folder that is named with a slash. */
function fileInside(out: string, names: readonly string[]): string | 'folder' | undefined {
  try {
    const root = realpathSync(out);
    const real = realpathSync(join(root, ...names));
    if (real !== root && !real.startsWith(root + sep)) return undefined;
    const status = statSync(real);
    if (status.isFile()) return names.at(-1) === '' ? undefined : real;
    if (!status.isDirectory()) return undefined;
    if (names.at(-1) !== '') return 'folder';
    const index = realpathSync(join(real, 'index.html'));
    return index.startsWith(root + sep) && statSync(index).isFile() ? index : undefined;
  } catch {
    return undefined;
  }
}
