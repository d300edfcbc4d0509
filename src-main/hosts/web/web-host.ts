import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { AnswersAhead } from '../../common/api/answers-ahead.ts';
import type { Service } from '../../common/api/direct-bridge.ts';
import { dispatch } from '../../common/api/dispatch.ts';
import { AppError, type AppErrorData } from '../../common/errors.ts';
import { answerStart } from '../../core/window/answers-in-page.ts';
import { commonHeaders, filePolicy } from '../../core/window/security-headers.ts';
import {
  createWindowFiles,
  type WindowFiles,
  type WindowFilesOptions,
} from '../../core/window/window-files.ts';
import { createEventStreams, type EventStreams } from './event-stream.ts';
import { isFromElsewhere, judgeRequest, judgeSource, type Refusal, type RequestFacts } from './gate.ts';
import { plainPage } from './plain-page.ts';
import { createWindowSession, type WindowSession } from './session.ts';

export interface WebHostOptions extends Omit<WindowFilesOptions, 'answersAhead'> {
  service: Service;
  /** 0 lets the system choose a free one. */
  port: number;
  /** Hears of failures that are bugs. */
  reportBug(error: unknown): void;
}

/** A running server for the window in a browser of this computer. */
export interface WebHost {
  port: number;
  /** `http://127.0.0.1:port/` */
  origin: string;
  /** An address that lets one browser in, once. */
  newAddress(): string;
  close(): Promise<void>;
}

/** The longest call that is read: a picture of 50 MB in base64, and more than a 10 MB post as JSON, escaped. In bytes. */
const longestCall = 76 * 1024 * 1024;

/**
 * Serves the window to a browser on 127.0.0.1 and to nobody else (see `gate.ts` for what is refused).
 *
 * @throws AppError `not-available` where the port is taken or not allowed
 */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const streams = createEventStreams(options.service);
  const files = createWindowFiles({ ...options, answersAhead: () => answersAhead(options, streams) });
  const parts: Parts = { options, streams, files };
  // What answers knows the port, and the port is known only once the server listens.
  const server = createAdaptorServer({ fetch: (request) => routes.fetch(request) }) as Server;
  const port = await listen(server, options.port);
  const session = createWindowSession(port);
  const routes: Hono = createRoutes({ ...parts, session, port });
  const origin = `http://127.0.0.1:${port}/`;
  return {
    port,
    origin,
    newAddress: () => `${origin}?token=${session.issueToken()}`,
    close: () =>
      new Promise((resolve) => {
        streams.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Parts {
  options: WebHostOptions;
  streams: EventStreams;
  files: WindowFiles;
}

interface RouteParts extends Parts {
  session: WindowSession;
  port: number;
}

function createRoutes(parts: RouteParts): Hono {
  const { options, session, streams, files, port } = parts;
  const routes = new Hono();
  routes.use(async (context, next) => {
    const facts = factsOf(context, session);
    const entry = enter(context, facts, parts);
    if (entry) return entry;
    const refusal = judgeRequest(facts, port);
    if (refusal) return refuse(facts, refusal);
    await next();
    return undefined;
  });
  routes.post('/api/call', (context) => call(context, options));
  routes.get('/api/events', (context) => streams.open(apiHeaders, numberOf(context.req.query('since'))));
  routes.get('/api/*', () => json(404, new AppError('unknown-method').toData()));
  routes.get('*', async (context) => {
    const answer = await files.answer(new URL(context.req.url));
    // An SVG that is opened by itself would be a page of our origin: it is saved instead.
    const isOpenedAlone = context.req.header('sec-fetch-dest') === 'document';
    if (isOpenedAlone && answer.headers.get('content-type') === 'image/svg+xml')
      answer.headers.set('Content-Disposition', 'attachment');
    return answer;
  });
  routes.onError((error) => {
    if (error instanceof AppError) return json(400, error.toData());
    options.reportBug(error);
    return json(500, new AppError('internal').toData());
  });
  return routes;
}

/** The first visit: the token in the address becomes a cookie, and the address is cleaned. */
function enter(context: Context, facts: RequestFacts, { session, port }: RouteParts): Response | undefined {
  const token = context.req.query('token');
  if (facts.pathname !== '/' || facts.method !== 'GET' || token === undefined) return undefined;
  const refusal = judgeSource(facts, port);
  if (refusal) return refuse(facts, refusal);
  // A browser that loads pages ahead of their being asked for must not use the token up.
  if (/prefetch|preview/.test(context.req.header('sec-purpose') ?? '')) return plainPage(notLetIn);
  if (!session.redeem(token) && !facts.isAdmitted) return plainPage(notLetIn);
  // A strict cookie is withheld from a visit that began elsewhere, redirects included; one more step begins it here.
  const answer = isFromElsewhere(facts)
    ? plainPage({ status: 200, title: 'Galley', paragraphs: ['Opening…'], goTo: '/' })
    : new Response(undefined, {
        status: 303,
        headers: { ...commonHeaders, 'Content-Security-Policy': filePolicy, Location: '/' },
      });
  answer.headers.set('Set-Cookie', session.setCookie());
  return answer;
}

const notLetIn = {
  status: 403,
  title: 'This address has been used',
  paragraphs: [
    'Galley’s address works once, in one browser, so that nobody else on this computer can use it.',
    'For a new address press Enter in the terminal where Galley runs, or start Galley again.',
  ],
};

const stranger = {
  status: 403,
  title: 'Galley does not know this browser',
  paragraphs: [
    'Open the full address that Galley printed when it was started; it ends in “?token=…”.',
    'For a new one press Enter in the terminal where Galley runs, or start Galley again.',
  ],
};

function refuse(facts: RequestFacts, refusal: Refusal): Response {
  if (facts.pathname.startsWith('/api/'))
    return json(refusal.status, new AppError('not-allowed', { message: refusal.reason }).toData());
  if (facts.pathname === '/' && refusal.status === 403) return plainPage(stranger);
  return plainPage({ status: refusal.status, title: 'Not allowed', paragraphs: [refusal.reason] });
}

async function call(context: Context, options: WebHostOptions): Promise<Response> {
  const body = await readCall(context.req.raw);
  const reply = await dispatch(options.service.handlers, body, options.reportBug);
  return new Response(JSON.stringify(reply), {
    headers: { ...apiHeaders, 'Content-Type': 'application/json' },
  });
}

/** Answers for a page, which hears of all changes behind them once its stream of events is open. */
async function answersAhead({ service }: WebHostOptions, streams: EventStreams): Promise<AnswersAhead> {
  const since = streams.last();
  // What fails is asked again by the window, and a bug in it is told of then.
  const call = (method: string, input: unknown) =>
    dispatch(service.handlers, { method, input }, () => undefined);
  return { since, answers: await answerStart(call) };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** @throws AppError `bad-input` where the body is no call */
async function readCall(request: Request): Promise<{ method: string; input: unknown }> {
  const body: unknown = parseJson(await readText(request));
  const isCall =
    typeof body === 'object' && body !== null && 'method' in body && typeof body.method === 'string';
  if (!isCall) throw new AppError('bad-input');
  return { method: body.method as string, input: 'input' in body ? body.input : undefined };
}

async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > longestCall) throw new AppError('post-too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('bad-input', { cause: error });
  }
}

const apiHeaders = { ...commonHeaders, 'Content-Security-Policy': filePolicy };

function json(status: number, error: AppErrorData): Response {
  return new Response(JSON.stringify({ ok: false, error }), {
    status,
    headers: { ...apiHeaders, 'Content-Type': 'application/json' },
  });
}

function factsOf(context: Context, session: WindowSession): RequestFacts {
  const header = (name: string): string | undefined => context.req.header(name);
  return {
    method: context.req.raw.method,
    pathname: context.req.path,
    host: header('host'),
    origin: header('origin'),
    fetchSite: header('sec-fetch-site'),
    contentType: header('content-type'),
    isAdmitted: session.admits(header('cookie')),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explainPort(error, port)));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function explainPort(error: NodeJS.ErrnoException, port: number): unknown {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} is in use by another program.`,
    EACCES: `Port ${port} may not be used by this user.`,
  };
  const message = reasons[error.code ?? ''];
  if (!message) return error;
  return new AppError('not-available', {
    message,
    next: ['Choose another port, or none: --port 0.'],
    cause: error,
  });
}
