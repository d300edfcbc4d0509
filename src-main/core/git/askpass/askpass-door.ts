import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { AskpassReply, AskpassRequest } from './askpass-client.ts';
import { type AskpassProgram, askpassCommand, doorVariable, tokenVariable } from './askpass-program.ts';

/** Where the askpass of one operation knocks. */
export interface AskpassDoor {
  /** For the environment of the git that may ask. It holds no secret of the author's. */
  environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** A question that came through the door. */
export type Knock = Omit<AskpassRequest, 'token'>;

/** Bytes of the longest question. */
const LONGEST = 64 * 1024;

/**
 * Opens a door for the askpass: a socket in a folder that only this user may enter (on Windows a named pipe), and a random
 * word without which nobody is heard.
 *
 * @param answer is given a signal that fires when who asked has gone
 */
export async function openAskpassDoor(
  program: AskpassProgram,
  answer: (knock: Knock, gone: AbortSignal) => Promise<AskpassReply>,
): Promise<AskpassDoor> {
  const folder = mkdtempSync(join(tmpdir(), 'galley-askpass-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', removeFolder);
  const token = randomBytes(32).toString('base64url');
  const path =
    process.platform === 'win32' ? `\\\\.\\pipe\\${folder.replace(/.*[\\/]/, '')}` : join(folder, 'door');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    hear(socket, token, answer);
  });
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    process.off('exit', removeFolder);
    removeFolder();
  };
  try {
    const command = await askpassCommand(program, folder);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    // A question that is open does not keep a program alive that is to end.
    server.unref();
    const environment = {
      GIT_ASKPASS: command,
      SSH_ASKPASS: command,
      SSH_ASKPASS_REQUIRE: 'force',
      [doorVariable]: path,
      [tokenVariable]: token,
    };
    return { environment, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function hear(
  socket: Socket,
  token: string,
  answer: (knock: Knock, gone: AbortSignal) => Promise<AskpassReply>,
): void {
  const gone = new AbortController();
  let text = '';
  socket.setEncoding('utf8');
  socket.on('error', () => {});
  socket.on('close', () => gone.abort());
  socket.on('data', (chunk: string) => {
    text += chunk;
    const end = text.indexOf('\n');
    if (text.length > LONGEST) return void socket.destroy();
    if (end < 0) return;
    const request = readRequest(text.slice(0, end), token);
    text = text.slice(end + 1);
    if (!request) return void socket.destroy();
    answer(request, gone.signal).then(
      (reply) => !socket.destroyed && socket.write(`${JSON.stringify(reply)}\n`),
      () => socket.destroy(),
    );
  });
}

const requestSchema = v.object({
  token: v.string(),
  prompt: v.string(),
  manner: v.string(),
  asker: v.number(),
  own: v.optional(v.object({ text: v.optional(v.string()) })),
});

function readRequest(line: string, token: string): Knock | undefined {
  try {
    const { token: given, own, ...knock } = v.parse(requestSchema, JSON.parse(line));
    const [a, b] = [Buffer.from(given), Buffer.from(token)];
    if (a.length !== b.length || !timingSafeEqual(a, b)) return undefined;
    if (own === undefined) return knock;
    return { ...knock, own: own.text === undefined ? {} : { text: own.text } };
  } catch {
    return undefined;
  }
}
