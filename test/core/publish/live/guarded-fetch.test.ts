import { describe, expect, it } from 'vitest';
import { createAsk, isPrivateAddress } from '../../../../src-main/core/publish/live/guarded-fetch.ts';
import { serveSite } from '../../../helpers/site-server.ts';

const question = { method: 'GET', signal: new AbortController().signal } as const;

/** Answers as the net would, without it. */
function net(pages: Record<string, { status?: number; location?: string; body?: string }>) {
  const asked: string[] = [];
  const fetch = (async (url: string) => {
    asked.push(url);
    const page = pages[url] ?? { status: 404 };
    const headers = new Headers(page.location === undefined ? [] : [['location', page.location]]);
    return new Response(page.body ?? '', { status: page.status ?? 200, headers });
  }) as typeof globalThis.fetch;
  return { asked, fetch };
}

const hosts: Record<string, string[]> = {
  'ada.org': ['203.0.113.5'],
  'www.ada.org': ['203.0.113.5'],
  'home.ada.org': ['192.168.1.4'],
};
const resolve = async (host: string) => hosts[host] ?? [host];

describe('createAsk', () => {
  it('follows redirects on the same site and from http to https', async () => {
    const { fetch, asked } = net({
      'http://ada.org/a': { status: 301, location: 'https://ada.org/a' },
      'https://ada.org/a': { status: 302, location: '/a/' },
      'https://ada.org/a/': { body: 'here' },
    });
    const ask = createAsk({ site: 'http://ada.org/', fetch, resolve });
    expect(await ask('http://ada.org/a', question)).toMatchObject({ status: 200, text: 'here' });
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['another site', 'https://evil.net/'],
    ['another host of the same name', 'https://www.ada.org/'],
    ['from https to http', 'http://ada.org/'],
    ['another port', 'https://ada.org:8443/'],
    ['a file', 'file:///etc/passwd'],
    ['this computer', 'http://127.0.0.1:22/'],
  ])('does not follow to %s', async (_what, location) => {
    const { fetch, asked } = net({ 'https://ada.org/a': { status: 302, location } });
    const ask = createAsk({ site: 'https://ada.org/', fetch, resolve });
    await expect(ask('https://ada.org/a', question)).rejects.toThrow();
    expect(asked).toEqual(['https://ada.org/a']);
  });

  it('gives up a site that sends around in a circle', async () => {
    const { fetch } = net({ 'https://ada.org/a': { status: 302, location: '/a' } });
    await expect(
      createAsk({ site: 'https://ada.org/', fetch, resolve })('https://ada.org/a', question),
    ).rejects.toThrow('too many');
  });

  it('asks nobody on a network of its own, unless the site is there', async () => {
    const { fetch, asked } = net({ 'http://home.ada.org/': { body: 'x' } });
    await expect(
      createAsk({ site: 'https://ada.org/', fetch, resolve })('http://home.ada.org/', question),
    ).rejects.toThrow('network of its own');
    await expect(
      createAsk({ site: 'http://home.ada.org/', fetch, resolve })('http://127.0.0.1/', question),
    ).rejects.toThrow('network of its own');
    expect(asked).toEqual([]);
    await createAsk({ site: 'http://home.ada.org/', fetch, resolve })('http://home.ada.org/', question);
    expect(asked).toEqual(['http://home.ada.org/']);
  });

  it('asks a real server, reads no more than it must, and can be stopped', async () => {
    const site = await serveSite((request, response) => {
      if (request.url === '/endless') {
        const more = (): void => {
          if (response.write('x'.repeat(65536))) setImmediate(more);
          else response.once('drain', more);
        };
        response.on('close', () => response.removeAllListeners('drain'));
        more();
      } else if (request.url === '/silent') return;
      else response.end('hello');
    });
    const ask = createAsk({ site: `${site.address}/` });
    expect((await ask(`${site.address}/`, question)).text).toBe('hello');
    expect((await ask(`${site.address}/endless`, question)).text.length).toBeLessThan(3e6);
    const stop = new AbortController();
    const answer = ask(`${site.address}/silent`, { method: 'GET', signal: stop.signal });
    stop.abort();
    await expect(answer).rejects.toThrow();
  });

  it.each([
    ['127.0.0.1', true],
    ['10.1.2.3', true],
    ['169.254.169.254', true],
    ['172.31.0.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['fd00::1', true],
    ['no address', true],
    ['203.0.113.5', false],
    ['8.8.8.8', false],
    ['2606:4700::1', false],
  ])('knows whether %s is private: %s', (address, isPrivate) =>
    expect(isPrivateAddress(address)).toBe(isPrivate),
  );
});
