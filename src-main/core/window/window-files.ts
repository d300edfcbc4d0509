import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnswersAhead } from '../../common/api/answers-ahead.ts';
import { assetPath } from '../../common/api/asset-address.ts';
import type { AssetReference, FileReference } from '../../common/api/bridge.ts';
import { AppError } from '../../common/errors.ts';
import type { Application } from '../application.ts';
import { withAnswers } from './answers-in-page.ts';
import {
  commonHeaders,
  diagramPolicy,
  filePolicy,
  noncePlaceholder,
  previewPolicy,
  windowPolicy,
} from './security-headers.ts';

export interface WindowFilesOptions {
  /** Folder of the built window. */
  rendererFolder: string;
  /** Absolute path of the file that a post refers to, already known to lie inside the site. */
  findAsset(reference: AssetReference): Promise<string | undefined>;
  /** A picture by its own path, on disk or in a version of the blog. Absent: there are none. */
  readPicture?: (reference: FileReference) => Promise<Uint8Array | undefined>;
  /** Whether the author lets the preview load pictures of other sites. */
  loadsRemoteImages(): Promise<boolean>;
  /** What the window asks first, to be answered in its page; undefined where that is not known. Absent: it asks. */
  answersAhead?: () => Promise<AnswersAhead | undefined>;
}

/** Everything a window loads by address, the same for a browser and for the desktop: its own files and the blog's. */
export interface WindowFiles {
  /** Answers an address with the headers it must carry; anything that is not there answers 404. */
  answer(address: URL): Promise<Response>;
}

/**
 * Folder of the built window beside the running program.
 *
 * @param programUrl `import.meta.url` of the built entry
 * @throws AppError `not-available` where the window was not built
 */
export function rendererBeside(programUrl: string): string {
  const folder = fileURLToPath(new URL('./renderer/', programUrl));
  if (existsSync(join(folder, 'index.html'))) return folder;
  throw new AppError('not-available', {
    message: 'Galley’s window is not built yet.',
    next: ['Run npm run build.'],
  });
}

/** What the window's files need of the application. */
export function windowFilesOf(
  application: Pick<Application, 'findAsset' | 'handlers' | 'readPicture'>,
): Pick<WindowFilesOptions, 'findAsset' | 'loadsRemoteImages' | 'readPicture'> {
  return {
    findAsset: (reference) => application.findAsset(reference),
    readPicture: (reference) => application.readPicture(reference),
    loadsRemoteImages: async () => (await application.handlers['settings.read']({})).remoteImages,
  };
}

/** Serves the built window and the open blog's pictures, sounds and films, and nothing else. */
export function createWindowFiles(options: WindowFilesOptions): WindowFiles {
  return {
    async answer(address) {
      if (address.pathname === '/' || address.pathname === '/index.html')
        return page(join(options.rendererFolder, 'index.html'), windowPolicy, options.answersAhead);
      if (address.pathname === '/preview.html') return previewPage(options);
      if (address.pathname === '/diagram.html')
        return page(join(options.rendererFolder, 'diagram.html'), diagramPolicy);
      if (address.pathname === assetPath && address.searchParams.has('path'))
        return picture(address, options);
      if (address.pathname === assetPath) return asset(address, options.findAsset);
      return builtFile(options.rendererFolder, address.pathname);
    },
  };
}

/** The answer where nothing is, or where nothing may be seen. */
export function notFound(): Response {
  return new Response('Not found.', {
    status: 404,
    headers: {
      ...commonHeaders,
      'Content-Security-Policy': filePolicy,
      'Content-Type': 'text/plain; charset=utf-8',
    },
  });
}

async function previewPage(options: WindowFilesOptions): Promise<Response> {
  const loadsRemoteImages = await options.loadsRemoteImages();
  const file = join(options.rendererFolder, 'preview.html');
  return page(file, (nonce) => previewPolicy(nonce, loadsRemoteImages));
}

async function page(
  file: string,
  policyFor: (nonce: string) => string,
  answersAhead?: WindowFilesOptions['answersAhead'],
): Promise<Response> {
  const source = await readIfThere(file);
  if (!source) return notFound();
  const nonce = randomBytes(16).toString('base64');
  const html = source.toString('utf8').replaceAll(noncePlaceholder, nonce);
  return new Response(withAnswers(html, answersAhead), {
    headers: {
      ...commonHeaders,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policyFor(nonce),
    },
  });
}

async function builtFile(folder: string, pathname: string): Promise<Response> {
  const type = builtTypes[extname(pathname).toLowerCase()];
  const file = type && (await insideFolder(folder, pathname));
  const content = file && (await readIfThere(file));
  if (!content) return notFound();
  // Names of built files carry a hash of their content, so that they never go stale.
  const neverStale = pathname.startsWith('/assets/');
  return fileResponse(content, type, neverStale ? 'private, max-age=31536000, immutable' : 'no-store');
}

async function asset(address: URL, findAsset: WindowFilesOptions['findAsset']): Promise<Response> {
  const post = address.searchParams.get('post');
  const target = address.searchParams.get('target');
  if (!post || !target || hasHiddenSegment(target)) return notFound();
  const file = await findAsset({ post, target }).catch(undefinedIfRefused);
  const type = file && assetTypes[extname(file).toLowerCase()];
  const content = type && (await readIfThere(file));
  return content ? fileResponse(content, type, 'no-store') : notFound();
}

/** By its path nothing is served but pictures, and the fonts that a style sheet of the blog names. */
async function picture(address: URL, { readPicture }: WindowFilesOptions): Promise<Response> {
  const path = address.searchParams.get('path') ?? '';
  const version = address.searchParams.get('version') ?? undefined;
  const extension = extname(path).toLowerCase();
  const type = assetTypes[extension] ?? fontTypes[extension];
  if (!type || !/^(?:image|font)\//.test(type) || !readPicture || hasHiddenSegment(path)) return notFound();
  const content = await readPicture({ path, version }).catch(undefinedIfRefused);
  return content ? fileResponse(Buffer.from(content), type, 'no-store') : notFound();
}

/** Nothing is to be seen of a file that may not be seen, not even that it is there. */
function undefinedIfRefused(error: unknown): undefined {
  if (error instanceof AppError) return undefined;
  throw error;
}

function fileResponse(content: Buffer<ArrayBuffer>, type: string, caching: string): Response {
  return new Response(content, {
    headers: {
      ...commonHeaders,
      'Content-Security-Policy': filePolicy,
      'Content-Type': type,
      'Cache-Control': caching,
    },
  });
}

/** Real path of a file under the folder; undefined where it leads out of it or is hidden. */
async function insideFolder(folder: string, pathname: string): Promise<string | undefined> {
  const decoded = decode(pathname);
  if (decoded === undefined || hasHiddenSegment(decoded)) return undefined;
  const [root, file] = await Promise.all([real(folder), real(join(folder, decoded))]);
  return root && file?.startsWith(root + sep) ? file : undefined;
}

function hasHiddenSegment(path: string): boolean {
  const decoded = decode(path) ?? path;
  return [path, decoded].some((form) => form.split(/[\\/]/).some((segment) => /^\.(?!\.?$)/.test(segment)));
}

function decode(pathname: string): string | undefined {
  try {
    const decoded = decodeURIComponent(pathname);
    return decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

async function real(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}

async function readIfThere(file: string): Promise<Buffer<ArrayBuffer> | undefined> {
  return readFile(file).catch(() => undefined);
}

const builtTypes: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

const fontTypes: Record<string, string> = {
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
};

/** What a post may show. Nothing else of the blog's folder is served, whatever its name. */
const assetTypes: Record<string, string> = {
  '.png': 'image/png',
  '.apng': 'image/apng',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.bmp': 'image/bmp',
  '.ico': 'image/x-icon',
  '.svg': 'image/svg+xml',
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.webm': 'video/webm',
  '.ogv': 'video/ogg',
  '.mov': 'video/quicktime',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.ogg': 'audio/ogg',
  '.oga': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.wav': 'audio/wav',
  '.flac': 'audio/flac',
};
