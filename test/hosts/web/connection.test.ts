import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWebHost, type WebHost } from '../../../src-main/hosts/web/web-host.ts';
import { type Chromium, findChromium, launchChromium } from '../../helpers/chromium.ts';
import { deferred } from '../../helpers/deferred.ts';
import { makeTemporaryFolder } from '../../helpers/temporary-folder.ts';
import type { ReachedBridge } from '../conformance.ts';
import { createFakeService, type FakeService } from '../fake-service.ts';
import { buildBridgePage, reachPage } from '../reach-page.ts';

describe.skipIf(!findChromium())(
  `a window whose connection breaks${findChromium() ? '' : ' (skipped: no Chromium)'}`,
  () => {
    let folder: string;
    let rendererFolder: string;
    let browser: Chromium;
    beforeAll(async () => {
      folder = makeTemporaryFolder();
      rendererFolder = await buildBridgePage(folder);
      browser = await launchChromium();
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const start = (service: FakeService, port: number): Promise<WebHost> =>
      startWebHost({
        service,
        port,
        rendererFolder,
        findAsset: async () => undefined,
        loadsRemoteImages: async () => false,
        reportBug: () => {},
      });
    const open = async (host: Pick<WebHost, 'newAddress'>) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(host.newAddress());
      await page.waitForFunction(() => window.bridge);
      return { bridge: await reachPage(page, () => context.close()) };
    };
    const codeOf = async (bridge: ReachedBridge) => {
      const reply = await bridge.call('site.current', {});
      return reply.ok ? 'ok' : reply.error.code;
    };

    it('says so when the server is gone, and when another one is in its place', async () => {
      const host = await start(createFakeService(), 0);
      const { bridge } = await open(host);
      expect(await codeOf(bridge)).toBe('ok');
      await host.close();
      expect(await codeOf(bridge)).toBe('disconnected');
      const other = await start(createFakeService(), host.port);
      expect(await codeOf(bridge)).toBe('disconnected');
      await other.close();
      await bridge.close();
    });

    it('hears events again by itself, and is told to look at everything', async () => {
      const service = createFakeService();
      const host = await start(service, 0);
      const line = await startLine(host.port);
      const { bridge } = await open({ ...host, newAddress: () => line.through(host.newAddress()) });
      expect(await codeOf(bridge)).toBe('ok');
      const everything = deferred<unknown>();
      const later = deferred<unknown>();
      await bridge.listen('posts.changed', (payload) => {
        const { paths } = payload as { paths: string[] };
        if (paths.length === 0) everything.resolve(payload);
        else later.resolve(paths);
      });
      line.cut();
      expect(await everything.promise).toEqual({ paths: [] });
      service.emit('posts.changed', { paths: ['a.md'] });
      expect(await later.promise).toEqual(['a.md']);
      expect(await codeOf(bridge)).toBe('ok');
      await bridge.close();
      await line.close();
      await host.close();
    });
  },
);

/** A line to a server that can be cut while both ends live on. */
async function startLine(port: number) {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    // The server answers to its own port only, so the number is another on each side of the line.
    near.pipe(replaced(String(own()), String(port))).pipe(far);
    far.pipe(replaced(String(port), String(own()))).pipe(near);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => [near, far].map((end) => end.destroy()));
    }
  });
  const own = () => (server.address() as AddressInfo).port;
  // The lengths that HTTP gives must stay right.
  do {
    server.close();
    await once(server.listen(0, '127.0.0.1'), 'listening');
  } while (String(own()).length !== String(port).length);
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    through: (address: string) => address.replace(String(port), String(own())),
    cut,
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

function replaced(from: string, to: string): Transform {
  return new Transform({
    transform: (chunk: Buffer, _, done) =>
      done(null, Buffer.from(chunk.toString('latin1').replaceAll(from, to), 'latin1')),
  });
}
