import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** Absolute path of OpenSSH's server; undefined where there is none, or where its client is missing. */
export function findSshd(): string | undefined {
  const named = process.env.GALLEY_SSHD;
  return [named, '/usr/sbin/sshd', '/usr/local/sbin/sshd'].find((path) => path && existsSync(path));
}

export interface SshRemote {
  /** Address of a repository, by its absolute path. */
  url(path: string): string;
  /** `[127.0.0.1]:port`, as known_hosts has it. */
  host: string;
  /** SHA256 fingerprint of the server's key. */
  fingerprint: string;
  /** Path of the author's private key, which has the passphrase. */
  key: string;
  /** The author's list of known hosts, with the server in it or not. */
  knownHosts: string;
  /** For git: an ssh that reads nothing of whoever runs the tests. */
  environment: Record<string, string>;
  /** Gives the server another key of its own, as after a break-in. */
  changeHostKey(): Promise<void>;
  /** Makes the server accept another key than the author's. */
  acceptOnly(publicKey: string): void;
  /** The server's own words. */
  log(): string;
}

export interface SshOptions {
  passphrase?: string;
  /** False leaves the server out of the author's known hosts. */
  isKnown?: boolean;
}

/** An OpenSSH server on a free port of 127.0.0.1 with configuration and keys of its own, until the running test is over. */
export async function serveSsh(
  folder: string,
  { passphrase = '', isKnown = true }: SshOptions = {},
): Promise<SshRemote> {
  const sshd = findSshd();
  if (!sshd) throw new Error('There is no sshd: install openssh-server.');
  const place = join(folder, 'ssh');
  mkdirSync(place, { mode: 0o700 });
  const key = makeKey(join(place, 'id_ed25519'), passphrase);
  const authorized = join(place, 'authorized_keys');
  writeFileSync(authorized, readFileSync(`${key}.pub`), { mode: 0o600 });
  makeKey(join(place, 'host_key'), '');
  const port = await freePort();
  const host = `[127.0.0.1]:${port}`;
  const knownHosts = join(place, 'known_hosts');
  writeFileSync(knownHosts, isKnown ? `${host} ${readFileSync(join(place, 'host_key.pub'), 'utf8')}` : '');
  writeFileSync(join(place, 'sshd_config'), serverSettings(place, port, authorized));
  // Debian's server wants this folder for its unprivileged half.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });

  let log = '';
  let server = await start();
  onTestFinished(() => stop(server));

  async function start(): Promise<ChildProcess> {
    const child = spawn(sshd as string, ['-D', '-e', '-f', join(place, 'sshd_config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString('utf8');
    });
    await untilListening(port, child, () => log);
    return child;
  }

  const clientSettings = join(place, 'config');
  writeFileSync(
    clientSettings,
    [
      `IdentityFile ${key}`,
      'IdentitiesOnly yes',
      `UserKnownHostsFile ${knownHosts}`,
      'GlobalKnownHostsFile /dev/null',
      'UpdateHostKeys no',
      '',
    ].join('\n'),
  );
  return {
    url: (path) => `ssh://${userInfo().username}@127.0.0.1:${port}${path}`,
    host,
    get fingerprint() {
      return fingerprintOf(join(place, 'host_key.pub'));
    },
    key,
    knownHosts,
    environment: { PATH: `${ownSsh(folder, clientSettings)}:${process.env.PATH}`, SSH_AUTH_SOCK: '' },
    acceptOnly: (publicKey) => writeFileSync(authorized, publicKey),
    log: () => log,
    async changeHostKey() {
      await stop(server);
      for (const name of ['host_key', 'host_key.pub']) rmSync(join(place, name));
      makeKey(join(place, 'host_key'), '');
      server = await start();
    },
  };
}

/** An ssh that takes this configuration, for OpenSSH finds the usual one by the system's list of users and not by HOME. */
function ownSsh(folder: string, settings: string): string {
  const place = join(folder, 'ssh-program');
  mkdirSync(place);
  writeFileSync(join(place, 'ssh'), `#!/bin/sh\nexec ${onPath('ssh')} -F '${settings}' "$@"\n`);
  chmodSync(join(place, 'ssh'), 0o755);
  return place;
}

function onPath(name: string): string {
  return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
}

function serverSettings(place: string, port: number, authorized: string): string {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(place, 'host_key')}`,
    `AuthorizedKeysFile ${authorized}`,
    `PidFile ${join(place, 'sshd.pid')}`,
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    // The folder of the keys lies below the system's folder for temporary files.
    'StrictModes no',
    'UsePAM no',
    'AcceptEnv GIT_PROTOCOL',
    'LogLevel VERBOSE',
    '',
  ].join('\n');
}

/** Makes a key pair; its private half has this passphrase. */
export function makeKey(path: string, passphrase: string): string {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-a', '1', '-C', 'test', '-N', passphrase, '-f', path]);
  return path;
}

function fingerprintOf(path: string): string {
  return execFileSync('ssh-keygen', ['-lf', path], { encoding: 'utf8' }).split(' ')[1] ?? '';
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill('SIGTERM');
  await once(server, 'exit');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilListening(port: number, child: ChildProcess, log: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`sshd ended:\n${log()}`);
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await wait(25);
  }
}
