import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { git, gitEnvironment } from '../repository.ts';

/** Whether git's own server for HTTP is installed. */
export function hasHttpBackend(): boolean {
  const named = process.env.GALLEY_GIT_HTTP_BACKEND;
  return existsSync(named ?? join(git('.', '--exec-path').trim(), 'git-http-backend'));
}

/**
 * What the server does with a request: serve it with git, answer a status, say nothing for ever, break off once it has some
 * of what is sent, or refuse and repeat in its words who was asking with which password.
 */
export type Behaviour = 'serve' | 'hang' | 'break-off' | 'blab' | number;

export interface HttpRemote {
  /** Address of the repository, without credentials. */
  url: string;
  /** Method and path of every request so far. */
  requests: string[];
  /** Changes what the server does from now on, for requests whose address fits the pattern. */
  behave(behaviour: Behaviour, pattern?: RegExp): void;
}

/**
 * Serves the bare repositories of a folder over HTTP with git's own `http-backend`, on a port of the system's choice,
 * until the running test is over.
 *
 * @param options.password of the user `author`; without it everybody may push
 */
export async function serveRemote(
  folder: string,
  name: string,
  options: { password?: string } = {},
): Promise<HttpRemote> {
  const requests: string[] = [];
  const rules: { behaviour: Behaviour; pattern: RegExp }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const rule = rules.findLast(({ pattern }) => pattern.test(request.url ?? ''));
    answer(rule?.behaviour ?? 'serve', { folder, request, response, password: options.password });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  );
  git(folder, '-C', name, 'config', 'http.receivepack', 'true');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${name}`,
    requests,
    behave: (behaviour, pattern = /./) => void rules.push({ behaviour, pattern }),
  };
}

interface Exchange {
  folder: string;
  request: IncomingMessage;
  response: ServerResponse;
  password: string | undefined;
}

function answer(behaviour: Behaviour, exchange: Exchange): void {
  const { request, response, password } = exchange;
  if (behaviour === 'hang') return;
  if (typeof behaviour === 'number') {
    response.writeHead(behaviour).end('no\n');
    return;
  }
  // Git tries with four bytes first whether it may send at all.
  if (behaviour === 'break-off' && Number(request.headers['content-length'] ?? Infinity) > 4) {
    let received = 0;
    request.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received > 100_000) request.socket.resetAndDestroy();
    });
    return;
  }
  if (behaviour === 'blab' && request.headers.authorization !== undefined) {
    const given = request.headers.authorization;
    const words = Buffer.from(given.replace('Basic ', ''), 'base64').toString('utf8');
    response.writeHead(403, { 'Content-Type': 'text/plain' }).end(`Not you, ${words} (${given})\n`);
    return;
  }
  const expected = `Basic ${Buffer.from(`author:${password}`).toString('base64')}`;
  if (password !== undefined && request.headers.authorization !== expected) {
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="posts"' }).end('who are you?\n');
    return;
  }
  runBackend(exchange);
}

/** Source: git-http-backend(1) and RFC 3875. */
function runBackend({ folder, request, response, password }: Exchange): void {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const backend = spawn('git', ['http-backend'], {
    env: {
      ...gitEnvironment,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: password === undefined ? '' : 'author',
      REMOTE_ADDR: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(backend.stdin);
  backend.stdin.on('error', () => {});
  const chunks: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  backend.on('close', () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf('\r\n\r\n');
    const headers = output.subarray(0, end).toString('utf8').split('\r\n');
    let status = 200;
    for (const header of headers) {
      const [name = '', value = ''] = header.split(/: (.*)/s);
      if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
      else if (name !== '') response.setHeader(name, value);
    }
    response.writeHead(status).end(output.subarray(end + 4));
  });
}
