import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findOpener } from '../../../src-main/hosts/web/open-browser.ts';
import { galleyEnvironment, galleyProgram } from '../../helpers/galley.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { startNode } from '../../helpers/running.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { rawRequest } from './raw-request.ts';

const address = /http:\/\/127\.0\.0\.1:(\d+)\/\?token=[\w-]{43}/;
const isBuilt = existsSync(galleyProgram);

function blog(): { folder: string; home: string } {
  const folder = temporaryFolder();
  writeFiles(folder, { 'posts/a.md': '# A\n' });
  return { folder, home: temporaryFolder() };
}

describe.skipIf(!isBuilt)(`galley serve${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  it('prints an address that lets one browser in', async () => {
    const { folder, home } = blog();
    const serve = startNode([galleyProgram, 'serve'], { cwd: folder, env: galleyEnvironment(home) });
    const [found, port] = await serve.printed(address);
    const { pathname, search } = new URL(found);
    const headers = { Host: `127.0.0.1:${port}` };
    const entered = await rawRequest(Number(port), { path: pathname + search, headers });
    const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
    const window = await rawRequest(Number(port), { path: '/', headers: { ...headers, Cookie: cookie } });
    expect([entered.status, window.status]).toEqual([303, 200]);
    expect(window.body).not.toContain('__CSP_NONCE__');
    expect(window.headers['content-security-policy']).toMatch(/'nonce-[\w+/]{22}=='/);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends in order on %s, with a window open',
    async (signal) => {
      const { folder, home } = blog();
      const serve = startNode([galleyProgram, 'serve'], { cwd: folder, env: galleyEnvironment(home) });
      const [found, port] = await serve.printed(address);
      const { pathname, search } = new URL(found);
      const host = `127.0.0.1:${port}`;
      const entered = await rawRequest(Number(port), { path: pathname + search, headers: { Host: host } });
      const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
      const stream = await fetch(`http://${host}/api/events`, { headers: { Cookie: cookie } });
      expect(stream.status).toBe(200);
      serve.child.kill(signal);
      expect(await serve.ended).toBe(0);
      await stream.text().catch(() => {});
      expect(serve.output()).not.toMatch(/error|Error| {4}at /);
    },
  );

  it('takes the port that it is given, and says so where it cannot', async () => {
    const { folder, home } = blog();
    const env = galleyEnvironment(home);
    const first = startNode([galleyProgram, 'serve'], { cwd: folder, env });
    const port = (await first.printed(address))[1] ?? '';
    const second = startNode([galleyProgram, 'serve', '--port', port], { cwd: folder, env });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`galley: Port ${port} is in use by another program.`);
    first.child.kill('SIGTERM');
    await first.ended;
    const third = startNode([galleyProgram, 'serve', '--port', port], { cwd: folder, env });
    expect((await third.printed(address))[1]).toBe(port);
  });

  it.skipIf(process.platform !== 'linux')(
    'hands the browser a private file, and no token in its arguments',
    async () => {
      const { folder, home } = blog();
      const bin = temporaryFolder();
      const seen = join(bin, 'seen');
      writeFileSync(
        join(bin, 'xdg-open'),
        `#!/bin/sh\nprintf '%s\\n' "$@" > "${seen}.part"\nmv "${seen}.part" "${seen}"\necho opened >&2\n`,
        {
          mode: 0o755,
        },
      );
      const serve = startNode([galleyProgram, 'serve', '--open'], {
        cwd: folder,
        env: { ...galleyEnvironment(home), DISPLAY: ':99', PATH: `${bin}:${process.env.PATH}`, TMPDIR: bin },
      });
      const printed = (await serve.printed(address))[0];
      await until(() => existsSync(seen));
      const argument = readFileSync(seen, 'utf8').trim();
      expect(argument).toMatch(/^file:\/\/.*\/open\.html$/);
      const file = fileURLToPath(argument);
      const text = readFileSync(file, 'utf8');
      expect(text).toMatch(address);
      expect(text).not.toContain(new URL(printed).search);
      expect([statSync(file).mode & 0o777, statSync(dirname(file)).mode & 0o777]).toEqual([0o600, 0o700]);
      serve.child.kill('SIGTERM');
      expect(await serve.ended).toBe(0);
      expect(existsSync(dirname(file))).toBe(false);
    },
  );

  it('goes on where no browser can be opened', async () => {
    const { folder, home } = blog();
    const serve = startNode([galleyProgram, 'serve', '--open'], {
      cwd: folder,
      env: galleyEnvironment(home),
    });
    await serve.printed(address);
    await serve.printed(/Open the address in a browser/);
    expect(serve.child.exitCode).toBeNull();
  });
});

describe('opening a browser', () => {
  it('is left alone on Linux without a display', () => {
    expect(findOpener('linux', {})).toBeUndefined();
    expect(findOpener('linux', { WAYLAND_DISPLAY: 'wayland-0' })?.command).toBe('xdg-open');
    expect(findOpener('darwin', {})?.command).toBe('open');
    expect(findOpener('win32', {})?.command).toBe('explorer.exe');
  });
});

/** Waits for what another program does to the disk, which tells nobody. */
async function until(isDone: () => boolean): Promise<void> {
  await expect.poll(isDone, { timeout: 20_000 }).toBe(true);
}
