import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetAddress } from '../../../src-main/common/api/asset-address.ts';
import { AppError } from '../../../src-main/common/errors.ts';
import { startWebHost, type WebHost } from '../../../src-main/hosts/web/web-host.ts';
import { findChromium, launchChromium } from '../../helpers/chromium.ts';
import { makeTemporaryFolder } from '../../helpers/temporary-folder.ts';
import { createFakeService, type FakeService } from '../fake-service.ts';
import { type RawAnswer, type RawRequest, rawRequest } from './raw-request.ts';

let folder: string;
let service: FakeService;
let host: WebHost;
let cookie: string;
const bugs: unknown[] = [];
let loadsRemoteImages = false;

beforeAll(async () => {
  folder = makeTemporaryFolder();
  const rendererFolder = join(folder, 'renderer');
  const site = join(folder, 'site');
  mkdirSync(join(rendererFolder, 'assets'), { recursive: true });
  mkdirSync(join(site, '.git'), { recursive: true });
  writeFileSync(join(folder, 'secret.js'), 'secret');
  writeFileSync(
    join(rendererFolder, 'index.html'),
    '<!doctype html><title>Galley</title><meta property="csp-nonce" nonce="__CSP_NONCE__">',
  );
  writeFileSync(join(rendererFolder, 'preview.html'), '<!doctype html><title>Preview</title>');
  writeFileSync(join(rendererFolder, 'assets/index-1234.js'), 'export {};');
  writeFileSync(join(rendererFolder, '.hidden.js'), 'hidden');
  symlinkSync(join(folder, 'secret.js'), join(rendererFolder, 'link.js'));
  writeFileSync(join(site, 'photo.png'), 'png');
  writeFileSync(
    join(site, 'drawing.svg'),
    '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
  );
  writeFileSync(join(site, 'notes.txt'), 'text');
  writeFileSync(join(site, '.git/config'), 'config');
  writeFileSync(join(site, '.hidden.png'), 'hidden');
  service = createFakeService();
  host = await startWebHost({
    service,
    port: 0,
    rendererFolder,
    // The real one fences as well; the host must hold back by itself what no page may load.
    findAsset: async ({ target }) => {
      if (target.startsWith('..')) throw new AppError('path-outside-site');
      return join(site, target);
    },
    readPicture: async ({ path, version }) => {
      if (version === 'untrusted') throw new AppError('untrusted');
      return path.includes('missing') ? undefined : Buffer.from(`${path} of ${version}`);
    },
    loadsRemoteImages: async () => loadsRemoteImages,
    reportBug: (error) => bugs.push(error),
  });
  cookie = await signIn(host);
});

afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const own = () => `127.0.0.1:${host.port}`;
const ask = (request: RawRequest) => rawRequest(host.port, request);
/** What Galley's own window sends. */
const asWindow = (more: Record<string, string> = {}) => ({
  Host: own(),
  Origin: `http://${own()}`,
  'Sec-Fetch-Site': 'same-origin',
  'Content-Type': 'application/json',
  Cookie: cookie,
  ...more,
});
const call = (headers: Record<string, string>, body = '{"method":"site.current","input":{}}') =>
  ask({ method: 'POST', path: '/api/call', headers, body });
const without = (headers: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));

/** Follows an address as a browser does that a person types it into, and returns the cookie. */
async function signIn(host: WebHost): Promise<string> {
  const answer = await rawRequest(host.port, {
    path: new URL(host.newAddress()).pathname + new URL(host.newAddress()).search,
    headers: { Host: `127.0.0.1:${host.port}`, 'Sec-Fetch-Site': 'none' },
  });
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

function tokenPath(): string {
  const { pathname, search } = new URL(host.newAddress());
  return pathname + search;
}

describe('letting a browser in', () => {
  it('turns the token into a strict cookie that no script reads, and cleans the address', async () => {
    const answer = await ask({ path: tokenPath(), headers: { Host: own() } });
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    const [set] = answer.headers['set-cookie'] ?? [];
    expect(set).toMatch(new RegExp(`^galley-${host.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`));
  });

  it('takes a token once, and tells who comes later what to do', async () => {
    const path = tokenPath();
    expect((await ask({ path, headers: { Host: own() } })).status).toBe(303);
    const second = await ask({ path, headers: { Host: own() } });
    expect(second.status).toBe(403);
    expect(second.headers['set-cookie']).toBeUndefined();
    expect(second.body).toContain('new address');
  });

  it('lets the same browser use its old address again', async () => {
    const path = tokenPath();
    await ask({ path, headers: { Host: own() } });
    const again = await ask({ path, headers: { Host: own(), Cookie: cookie } });
    expect([again.status, again.headers.location]).toEqual([303, '/']);
  });

  it.each([
    ['a guessed token', '/?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['an empty token', '/?token='],
    ['no token', '/'],
  ])('lets nobody in with %s', async (_, path) => {
    const answer = await ask({ path, headers: { Host: own() } });
    expect(answer.status).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('keeps the token for the person when a program looks at the address first', async () => {
    const path = tokenPath();
    await ask({ method: 'HEAD', path, headers: { Host: own() } });
    await ask({ path, headers: { Host: own(), 'Sec-Purpose': 'prefetch;prerender' } });
    expect((await ask({ path, headers: { Host: own() } })).status).toBe(303);
  });

  it('takes the cookie of another Galley for nothing', async () => {
    const other = await startWebHost({
      service,
      port: 0,
      rendererFolder: join(folder, 'renderer'),
      findAsset: async () => undefined,
      loadsRemoteImages: async () => false,
      reportBug: () => {},
    });
    const foreign = await signIn(other);
    await other.close();
    expect((await call(asWindow({ Cookie: foreign }))).status).toBe(403);
    expect(
      (await call(asWindow({ Cookie: foreign.replace(/^galley-\d+/, `galley-${host.port}`) }))).status,
    ).toBe(403);
  });
});

describe('who may speak to the server', () => {
  it('answers its own window', async () => {
    const answer = await call(asWindow());
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ ok: true });
  });

  const paths = [
    '/',
    '/api/call',
    '/api/events',
    '/preview.html',
    '/assets/index-1234.js',
    '/asset/',
    '/nothing',
  ];

  it.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', 'localhost', '0.0.0.0', '[::1]'])(
    'refuses the name “%s” on every path (DNS rebinding)',
    async (name) => {
      for (const path of paths) {
        const answer = await ask({ path, headers: asWindow({ Host: name }) });
        expect([400, 421], path).toContain(answer.status);
      }
      expect([400, 421]).toContain((await call(asWindow({ Host: name }))).status);
      expect([400, 421]).toContain((await ask({ path: tokenPath(), headers: { Host: name } })).status);
    },
  );

  it.each(['https://evil.example', 'http://127.0.0.1:1', 'http://localhost:1', 'null', 'file://'])(
    'refuses the origin %s on every path',
    async (origin) => {
      const calls = service.calls.length;
      for (const path of paths)
        expect((await ask({ path, headers: asWindow({ Origin: origin }) })).status, path).toBe(403);
      expect((await call(asWindow({ Origin: origin }))).status).toBe(403);
      expect(service.calls).toHaveLength(calls);
    },
  );

  it.each(['cross-site', 'same-site'])('refuses what a browser calls %s on every path', async (site) => {
    for (const path of paths)
      expect((await ask({ path, headers: asWindow({ 'Sec-Fetch-Site': site }) })).status, path).toBe(403);
    expect((await call(asWindow({ 'Sec-Fetch-Site': site }))).status).toBe(403);
  });

  it('refuses a call that does not say where it comes from', async () => {
    expect((await call(without(asWindow(), 'Origin'))).status).toBe(403);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/json',
    '',
  ])('refuses a call of type “%s”', async (type) => {
    expect((await call(asWindow({ 'Content-Type': type }))).status).toBe(415);
  });

  it('refuses every path without the cookie', async () => {
    for (const path of paths)
      expect((await ask({ path, headers: without(asWindow(), 'Cookie') })).status, path).not.toBe(200);
    expect((await call(without(asWindow(), 'Cookie'))).status).toBe(403);
    expect((await call(asWindow({ Cookie: `galley-${host.port}=` }))).status).toBe(403);
  });

  it('refuses a preflight and every other method', async () => {
    for (const method of ['OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE']) {
      const answer = await ask({ method, path: '/api/call', headers: asWindow() });
      expect([403, 405], method).toContain(answer.status);
    }
    expect((await ask({ path: '/api/call?method=site.current', headers: asWindow() })).status).toBe(405);
    expect((await ask({ method: 'POST', path: '/', headers: asWindow() })).status).toBe(405);
  });

  it('does not speak WebSocket', async () => {
    const answer = await ask({
      path: '/api/events',
      headers: { Host: own(), Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' },
    });
    expect(answer.status).toBe(403);
  });

  it.each([
    ['no JSON', '{'],
    ['no method', '{}'],
    ['a method that is no name', '{"method":["site.current"]}'],
    ['null', 'null'],
    ['nothing', ''],
  ])('says that a call with %s is none', async (_, body) => {
    const answer = await call(asWindow(), body);
    expect([answer.status, JSON.parse(answer.body).error.code]).toEqual([400, 'bad-input']);
  });

  it('listens on 127.0.0.1 alone', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address }) => address);
    for (const address of [...others, '::1']) expect(await reaches(address, host.port), address).toBe(false);
    expect(await reaches('127.0.0.1', host.port)).toBe(true);
  });
});

describe('what every answer carries', () => {
  const requests: [name: string, send: () => Promise<RawAnswer>][] = [
    ['the window', () => ask({ path: '/', headers: asWindow() })],
    ['the preview', () => ask({ path: '/preview.html', headers: asWindow() })],
    ['a built file', () => ask({ path: '/assets/index-1234.js', headers: asWindow() })],
    [
      'a picture',
      () => ask({ path: assetAddress({ post: 'a.md', target: 'photo.png' }), headers: asWindow() }),
    ],
    ['a call', () => call(asWindow())],
    ['a call that is none', () => call(asWindow(), '{')],
    ['nothing', () => ask({ path: '/nothing', headers: asWindow() })],
    ['no operation', () => ask({ path: '/api/nothing', headers: asWindow() })],
    ['a first visit', () => ask({ path: tokenPath(), headers: { Host: own() } })],
    [
      'a visit from elsewhere',
      () => ask({ path: tokenPath(), headers: { Host: own(), 'Sec-Fetch-Site': 'cross-site' } }),
    ],
    ['a refusal', () => ask({ path: '/', headers: { Host: own() } })],
    ['a refused name', () => ask({ path: '/', headers: { Host: 'evil.example' } })],
    ['a refused call', () => call({ Host: own() })],
  ];

  it.each(requests)('guards %s', async (name, send) => {
    const { headers } = await send();
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toMatch(/frame-ancestors '(none|self)'/);
    if (name !== 'a built file') expect(headers['cache-control']).toBe('no-store');
    expect(Object.keys(headers).filter((header) => header.startsWith('access-control-'))).toEqual([]);
  });

  it('lets nobody frame the window, and only the window the preview', async () => {
    const policyOf = async (path: string) =>
      (await ask({ path, headers: asWindow() })).headers['content-security-policy'];
    expect(await policyOf('/')).toContain("frame-ancestors 'none'");
    expect(await policyOf('/preview.html')).toContain("frame-ancestors 'self'");
    expect(await policyOf('/preview.html')).not.toMatch(/script-src|connect-src|https:/);
  });

  it('lets the preview load pictures of other sites only where that is wanted', async () => {
    const policy = async () =>
      (await ask({ path: '/preview.html', headers: asWindow() })).headers['content-security-policy'];
    expect(await policy()).toContain("img-src 'self' data: blob:;");
    loadsRemoteImages = true;
    expect(await policy()).toContain("img-src 'self' data: blob: https:;");
    loadsRemoteImages = false;
  });

  it('gives every page a nonce of its own', async () => {
    const nonceOf = (answer: RawAnswer) => /nonce="([^"]+)"/.exec(answer.body)?.[1] ?? '';
    const first = await ask({ path: '/', headers: asWindow() });
    const second = await ask({ path: '/', headers: asWindow() });
    expect(nonceOf(first)).toMatch(/^[\w+/]{22}==$/);
    expect(first.headers['content-security-policy']).toContain(`'nonce-${nonceOf(first)}'`);
    expect(nonceOf(first)).not.toBe(nonceOf(second));
  });
});

describe('which files are served', () => {
  const statusOf = async (path: string) => (await ask({ path, headers: asWindow() })).status;
  const asset = (target: string) => assetAddress({ post: 'a.md', target });

  it.each([
    '/../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/%2e%2e%2fsecret.js',
    '/%252e%252e%252fsecret.js',
    '/..%5csecret.js',
    '/assets/../../secret.js',
    '/assets/%2e%2e/%2e%2e/secret.js',
    '//secret.js',
    '/link.js',
    '/.hidden.js',
    '/%2ehidden.js',
    '/.git/config',
    '/index.html%00.js',
    '/assets/',
    '/%',
  ])('serves nothing at %s', async (path) => {
    expect(await statusOf(path)).toBe(404);
  });

  it.each([
    '../photo.png',
    '.git/config',
    '.hidden.png',
    'a/.git/x.png',
    '%2egit/x.png',
    'notes.txt',
    'missing.png',
    '',
  ])('does not take “%s” for a picture', async (target) => {
    expect(await statusOf(asset(target))).toBe(404);
  });

  it('serves a picture of an earlier version, and nothing else of one', async () => {
    const at = (path: string, version?: string) => assetAddress({ path, version });
    const picture = await ask({ path: at('a/photo.png', 'published'), headers: asWindow() });
    expect([picture.status, picture.headers['content-type'], picture.body]).toEqual([
      200,
      'image/png',
      'a/photo.png of published',
    ]);
    for (const path of ['notes.txt', 'film.mp4', '.git/x.png', 'a/%2egit/x.png', 'missing.png', ''])
      expect(await statusOf(at(path, 'published')), path).toBe(404);
    expect(await statusOf(at('photo.png', 'untrusted'))).toBe(404);
    const stranger = await ask({ path: at('photo.png', 'published'), headers: { Host: own() } });
    expect(stranger.status).toBe(403);
  });

  it('serves a picture with its type, and a drawing so that it can run nothing', async () => {
    const picture = await ask({ path: asset('photo.png'), headers: asWindow() });
    expect([picture.status, picture.headers['content-type'], picture.body]).toEqual([
      200,
      'image/png',
      'png',
    ]);
    const drawing = await ask({
      path: asset('drawing.svg'),
      headers: asWindow({ 'Sec-Fetch-Dest': 'document' }),
    });
    expect(drawing.headers['content-type']).toBe('image/svg+xml');
    expect(drawing.headers['content-security-policy']).toMatch(/; sandbox$/);
    expect(drawing.headers['content-disposition']).toBe('attachment');
  });
});

describe('ending', () => {
  it('says so where the port is taken', async () => {
    const start = startWebHost({
      service,
      port: host.port,
      rendererFolder: join(folder, 'renderer'),
      findAsset: async () => undefined,
      loadsRemoteImages: async () => false,
      reportBug: () => {},
    });
    await expect(start).rejects.toMatchObject({
      code: 'not-available',
      message: expect.stringContaining('in use'),
    });
  });

  it('ends the streams and frees the port', async () => {
    const other = await startWebHost({
      service,
      port: 0,
      rendererFolder: join(folder, 'renderer'),
      findAsset: async () => undefined,
      loadsRemoteImages: async () => false,
      reportBug: () => {},
    });
    const headers = {
      ...asWindow(),
      Host: `127.0.0.1:${other.port}`,
      Origin: `http://127.0.0.1:${other.port}`,
    };
    const stream = rawRequest(other.port, {
      path: '/api/events',
      headers: { ...headers, Cookie: await signIn(other) },
    });
    await reaches('127.0.0.1', other.port);
    await other.close();
    await stream.catch(() => {});
    expect(await reaches('127.0.0.1', other.port)).toBe(false);
  });
});

describe.skipIf(!findChromium())(
  `in a real browser${findChromium() ? '' : ' (skipped: no Chromium)'}`,
  () => {
    it('no page of another port gets anything or has any effect', async () => {
      const attacker = createServer((_, response) => {
        response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Attacker</title>');
      });
      await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
      const browser = await launchChromium();
      try {
        const page = await browser.newPage();
        await page.goto(host.newAddress());
        expect(await page.title()).toBe('Galley');
        expect(page.url()).toBe(host.origin);
        await page.goto(`http://127.0.0.1:${(attacker.address() as AddressInfo).port}/`);
        const calls = service.calls.length;
        const outcomes = await page.evaluate(attack, host.origin);
        expect(outcomes).toEqual({
          json: 'failed',
          plain: 'failed',
          form: 'sent',
          image: 'failed',
          frame: 'empty',
        });
        expect(service.calls).toHaveLength(calls);
      } finally {
        await browser.close();
        attacker.close();
      }
    });

    it('a visit that begins in a file of this computer ends in the window', async () => {
      const file = join(folder, 'open.html');
      writeFileSync(file, `<!doctype html><meta http-equiv="refresh" content="0; url=${host.newAddress()}">`);
      const browser = await launchChromium();
      try {
        const page = await browser.newPage();
        await page.goto(`file://${file}`);
        await page.waitForURL(host.origin);
        await page.waitForFunction(() => document.title === 'Galley');
      } finally {
        await browser.close();
      }
    });
  },
);

/** Everything a hostile page can try with the cookie of the same computer. Runs in the page. */
async function attack(origin: string) {
  const body = '{"method":"site.close","input":{}}';
  const post = (init: RequestInit) =>
    fetch(`${origin}api/call`, { method: 'POST', body, credentials: 'include', ...init }).then(
      (response) => response.type as string,
      () => 'failed',
    );
  const json = await post({ headers: { 'Content-Type': 'application/json' } });
  const plain = await post({ mode: 'no-cors', headers: { 'Content-Type': 'text/plain' } });
  const image = await new Promise((resolve) => {
    const element = new Image();
    element.onload = () => resolve('loaded');
    element.onerror = () => resolve('failed');
    element.src = `${origin}asset/?post=a.md&target=photo.png`;
  });
  const loaded = (frame: HTMLIFrameElement) =>
    new Promise((resolve) => frame.addEventListener('load', resolve));
  const target = document.createElement('iframe');
  target.name = 'target';
  const form = document.createElement('form');
  Object.assign(form, {
    method: 'post',
    action: `${origin}api/call`,
    enctype: 'text/plain',
    target: 'target',
  });
  form.innerHTML = '<input name=\'{"method":"site.close","input":{},"x":"\' value=\'"}\'>';
  document.body.append(target, form);
  const sent = loaded(target);
  form.submit();
  await sent;
  const frame = document.createElement('iframe');
  frame.src = origin;
  const framed = loaded(frame);
  document.body.append(frame);
  await framed;
  let seen = 'empty';
  try {
    if (frame.contentDocument?.title) seen = 'shown';
  } catch {
    // Another origin: nothing to be seen of it.
  }
  return { json, plain, form: 'sent', image, frame: seen };
}

/** Whether something listens there. */
function reaches(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
