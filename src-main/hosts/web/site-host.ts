import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { AppError } from '../../common/errors.ts';
import type { SitePreview } from '../../core/build/site-preview.ts';
import { judgeSource, type RequestFacts } from './gate.ts';
import { plainPage } from './plain-page.ts';
import { createWindowSession, type WindowSession } from './session.ts';

/** A running server for the built site, apart from the window. */
export interface SiteHost {
  port: number;
  /** An address that lets one browser in, once. */
  newAddress(): string;
  close(): Promise<void>;
}

const eventsPath = '/.galley/changes';

/**
 * Serves the site on 127.0.0.1 at a port of its own: scripts of a theme run as they will for readers, and being of
 * another origin than the window they cannot reach what the window can. Its pages load themselves again when the site
 * has changed.
 */
export async function startSiteHost(
  preview: SitePreview,
  reportBug: (error: unknown) => void,
): Promise<SiteHost> {
  const server = createAdaptorServer({ fetch: (request) => routes.fetch(request) }) as Server;
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, () =>
      resolve((server.address() as AddressInfo).port),
    );
  });
  const session = createWindowSession(port);
  const ends = new Set<() => void>();
  const routes: Hono = createRoutes({ preview, session, port, reportBug, ends });
  return {
    port,
    newAddress: () => `http://127.0.0.1:${port}/?token=${session.issueToken()}`,
    close: () =>
      new Promise((resolve) => {
        for (const end of [...ends]) end();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Parts {
  preview: SitePreview;
  session: WindowSession;
  port: number;
  reportBug: (error: unknown) => void;
  /** Of the streams that are open. */
  ends: Set<() => void>;
}

function createRoutes(parts: Parts): Hono {
  const { session, port, preview } = parts;
  const routes = new Hono();
  routes.use(async (context, next) => {
    const refusal = judgeSource(factsOf(context), port);
    if (refusal)
      return plainPage({ status: refusal.status, title: 'Not allowed', paragraphs: [refusal.reason] });
    if (!['GET', 'HEAD'].includes(context.req.method))
      return plainPage({
        status: 405,
        title: 'Not allowed',
        paragraphs: ['This is not how to ask for that.'],
      });
    const token = context.req.query('token');
    if (token !== undefined && session.redeem(token)) return letIn(session);
    if (!session.admits(context.req.header('cookie'))) return plainPage(stranger);
    await next();
    return undefined;
  });
  routes.get(eventsPath, () => openStream(parts));
  routes.get('*', (context) => answer(context, preview));
  routes.onError((error) => {
    const isKnown = error instanceof AppError;
    if (!isKnown) parts.reportBug(error);
    const words = isKnown ? [error.message, ...error.next] : ['Something went wrong inside Galley.'];
    return plainPage({ status: 500, title: 'The site could not be built', paragraphs: words });
  });
  return routes;
}

/** A strict cookie is withheld from a visit that began elsewhere, redirects included; one more step begins it here. */
function letIn(session: WindowSession): Response {
  const page = plainPage({ status: 200, title: 'Galley', paragraphs: ['Opening…'], goTo: '/' });
  page.headers.set('Set-Cookie', session.setCookie());
  return page;
}

const stranger = {
  status: 403,
  title: 'Galley does not know this browser',
  paragraphs: [
    'Open the full address of the site that Galley printed when it was started; it works once, in one browser.',
    'For a new one press Enter in the terminal where Galley runs, or start Galley again.',
  ],
};

function factsOf(context: Context): RequestFacts {
  return {
    method: context.req.method,
    pathname: context.req.path,
    host: context.req.header('host'),
    origin: context.req.header('origin'),
    fetchSite: context.req.header('sec-fetch-site'),
    contentType: undefined,
    isAdmitted: false,
  };
}

/** Its pages speak to this server alone, whatever runs in them. */
const siteHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'self'",
};

async function answer(context: Context, preview: SitePreview): Promise<Response> {
  const found = await preview.find(new URL(context.req.url).pathname);
  if (found.kind === 'elsewhere')
    return new Response(undefined, { status: 302, headers: { ...siteHeaders, Location: found.to } });
  if (found.kind === 'nothing') return plainPage({ status: 404, title: 'Not found', paragraphs: [] });
  const bytes = await readFile(found.path);
  const type = types[extname(found.path).toLowerCase()] ?? 'application/octet-stream';
  const isPage = type.startsWith('text/html');
  return new Response(isPage ? withReload(bytes.toString('utf8')) : bytes, {
    status: found.isMissingPage ? 404 : 200,
    headers: { ...siteHeaders, 'Content-Type': type },
  });
}

function withReload(html: string): string {
  const script = `<script>new EventSource(${JSON.stringify(eventsPath)}).addEventListener("message",()=>location.reload())</script>`;
  const end = html.lastIndexOf('</body>');
  return end === -1 ? html + script : html.slice(0, end) + script + html.slice(end);
}

/** Server-sent events: one, without words, whenever the site has changed. */
function openStream({ preview, ends }: Parts): Response {
  const encoder = new TextEncoder();
  let end = (): void => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string): void => controller.enqueue(encoder.encode(text));
      write('retry: 500\n\n');
      const stop = preview.listen(() => write('data: changed\n\n'));
      // A comment now and then finds out when the other side is gone.
      const heartbeat = setInterval(() => write(': still here\n\n'), 25_000);
      end = () => {
        if (!ends.delete(end)) return;
        stop();
        clearInterval(heartbeat);
        try {
          controller.close();
        } catch {
          // The other side has ended the stream already.
        }
      };
      ends.add(end);
    },
    cancel: () => end(),
  });
  return new Response(body, { headers: { ...siteHeaders, 'Content-Type': 'text/event-stream' } });
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.htm': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
  '.pdf': 'application/pdf',
  '.wasm': 'application/wasm',
};
