import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswersAhead } from '../../../src-main/common/api/answers-ahead.ts';
import type { Handlers } from '../../../src-main/common/api/contract.ts';
import { defaultSettings } from '../../../src-main/common/default-settings.ts';
import type { SiteInfo } from '../../../src-main/common/site/site.ts';
import { startWebHost, type WebHost } from '../../../src-main/hosts/web/web-host.ts';
import { makeTemporaryFolder } from '../../helpers/temporary-folder.ts';
import { createFakeService, type FakeService } from '../fake-service.ts';
import { rawRequest } from './raw-request.ts';

const root = '/a/blog';
const path = 'posts/hello.md';
const text = 'Ends nothing: </script> <!-- <script> "__ANSWERS_AHEAD__" __CSP_NONCE__ $& \n';

let folder: string;
let service: FakeService;
let host: WebHost;
let cookie: string;
let settings = defaultSettings;

beforeAll(async () => {
  folder = makeTemporaryFolder();
  mkdirSync(join(folder, 'renderer'));
  writeFileSync(
    join(folder, 'renderer/index.html'),
    '<p>before</p><script id="answers-ahead" type="application/json">"__ANSWERS_AHEAD__"</script><p>after</p>',
  );
  service = createFakeService();
  const known: Partial<Handlers> = {
    'settings.read': async () => settings,
    'site.current': async () => ({ root, name: 'A blog' }) as SiteInfo,
  };
  Object.assign(service.handlers, known);
  host = await startWebHost({
    service,
    port: 0,
    rendererFolder: join(folder, 'renderer'),
    findAsset: async () => undefined,
    loadsRemoteImages: async () => false,
    reportBug: () => {},
  });
  const { pathname, search } = new URL(host.newAddress());
  const entry = await rawRequest(host.port, { path: pathname + search, headers: { Host: own() } });
  cookie = String(entry.headers['set-cookie']).split(';')[0] ?? '';
  await service.handlers['posts.save']({ path, text });
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const own = () => `127.0.0.1:${host.port}`;

/** The page as it is handed out, and the answers in it. */
async function page(headers: Record<string, string> = { Cookie: cookie }) {
  const { body } = await rawRequest(host.port, { path: '/', headers: { Host: own(), ...headers } });
  const [, json = ''] = /<script[^>]*>([\s\S]*?)<\/script>/.exec(body) ?? [];
  return { body, ahead: (json ? JSON.parse(json) : undefined) as AnswersAhead | undefined };
}

/** The first events of a stream that begins behind this one, until the mark that is sent once it is open. */
async function eventsSince(since: string): Promise<string[]> {
  const response = await new Promise<IncomingMessage>((resolve) => {
    const headers = { Host: own(), Cookie: cookie };
    get({ host: '127.0.0.1', port: host.port, path: `/api/events${since}`, headers }, resolve);
  });
  service.emit('build.progress', { phase: 'writing' } as never);
  let said = '';
  for await (const chunk of response) {
    said += String(chunk);
    if (said.includes('build.progress')) break;
  }
  const lines = said.split('\n').filter((line) => line.startsWith('data: '));
  return lines.map((line) => line.slice('data: '.length)).filter((line) => !line.includes('build.progress'));
}

describe('answers in the page', () => {
  it('are those to what every start asks, with the post that the blog opens with', async () => {
    settings = { ...defaultSettings, layouts: { [root]: { openPost: path } } };
    const { body, ahead } = await page();
    const methods = ahead?.answers.map(({ method }) => method);
    expect(methods).toEqual(['settings.read', 'site.current', 'posts.read']);
    expect(ahead?.answers.at(-1)).toMatchObject({
      input: { path },
      reply: { ok: true, value: { path, text } },
    });
    expect(body.startsWith('<p>before</p>')).toBe(true);
    expect(body.endsWith('<p>after</p>')).toBe(true);
  });

  it('hold no post that is gone: the window asks, and says why', async () => {
    settings = { ...defaultSettings, layouts: { [root]: { openPost: 'posts/gone.md' } } };
    const { ahead } = await page();
    expect(ahead?.answers.map(({ method }) => method)).toEqual(['settings.read', 'site.current']);
  });

  it('hold no long post, which the page does not wait for', async () => {
    const long = 'posts/long.md';
    await service.handlers['posts.save']({ path: long, text: 'x'.repeat(300_000) });
    settings = { ...defaultSettings, layouts: { [root]: { openPost: long } } };
    expect((await page()).ahead?.answers.map(({ method }) => method)).not.toContain('posts.read');
  });

  it('are given to nobody who was not let in', async () => {
    settings = { ...defaultSettings, layouts: { [root]: { openPost: path } } };
    const { body, ahead } = await page({});
    expect(ahead).toBeUndefined();
    expect(body).not.toContain('Ends nothing');
  });

  it('do not keep the page from coming where the program takes long', async () => {
    const { 'settings.read': read } = service.handlers;
    service.handlers['settings.read'] = () => new Promise(() => {});
    const { body } = await page();
    service.handlers['settings.read'] = read;
    expect(body).toContain('<script id="answers-ahead" type="application/json"></script>');
    expect(body.endsWith('<p>after</p>')).toBe(true);
  });
});

describe('the stream of events behind a page', () => {
  it('begins with what has changed since the answers', async () => {
    const since = (await page()).ahead?.since;
    service.emit('posts.changed', { paths: ['a.md'] });
    service.emit('posts.changed', { paths: ['b.md'] });
    service.emit('settings.changed', settings);
    const told = await eventsSince(`?since=${since}`);
    expect(told.map((line) => JSON.parse(line))).toEqual([
      { event: 'posts.changed', payload: { paths: [] } },
      { event: 'settings.changed', payload: JSON.parse(JSON.stringify(settings)) },
    ]);
  });

  it('begins with nothing where nothing has changed, or no page is named', async () => {
    const since = (await page()).ahead?.since;
    expect(await eventsSince(`?since=${since}`)).toEqual([]);
    expect(await eventsSince('')).toEqual([]);
    expect(await eventsSince('?since=nonsense')).toEqual([]);
  });
});
