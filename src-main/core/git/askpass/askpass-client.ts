import { spawnSync } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Environment } from '../program.ts';
import { doorVariable, tokenVariable } from './askpass-program.ts';

/** What the askpass says to the running Galley, one line of JSON. */
export interface AskpassRequest {
  token: string;
  /** Git's or ssh's words. */
  prompt: string;
  /** SSH_ASKPASS_PROMPT: `confirm`, `none` or empty. */
  manner: string;
  /** Process that asks: ssh asks again in one process where an answer was wrong. */
  asker: number;
  /** What the author's own askpass said, after `run`; without text where it did not answer. */
  own?: { text?: string };
}

/** What it hears, one line of JSON. */
export type AskpassReply =
  | { kind: 'answer'; text: string }
  /** The author's own askpass comes first. */
  | { kind: 'run'; program: string }
  | { kind: 'refuse' };

/** The askpass itself: asks the running Galley and prints what it answers. @returns its exit code */
export async function runAskpass(options: {
  environment: Environment;
  prompt: string;
  print(text: string): void;
}): Promise<number> {
  const { environment, prompt, print } = options;
  const door = environment[doorVariable];
  const token = environment[tokenVariable];
  if (door === undefined || token === undefined) return 1;
  const request: AskpassRequest = {
    token,
    prompt,
    manner: environment.SSH_ASKPASS_PROMPT ?? '',
    asker: process.ppid,
  };
  const socket = connect(door);
  try {
    const replies = repliesOf(socket);
    let reply = await ask(socket, replies, request);
    if (reply?.kind === 'run') {
      const own = runOwn(reply.program, prompt, environment);
      reply = await ask(socket, replies, { ...request, own });
    }
    if (reply?.kind !== 'answer') return 1;
    print(`${reply.text}\n`);
    return 0;
  } catch {
    // Nobody is at the door any more.
    return 1;
  } finally {
    socket.destroy();
  }
}

type Replies = AsyncIterator<string>;

function repliesOf(socket: Socket): Replies {
  return createInterface({ input: socket })[Symbol.asyncIterator]();
}

function ask(socket: Socket, replies: Replies, request: AskpassRequest): Promise<AskpassReply | undefined> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.write(`${JSON.stringify(request)}\n`);
    replies
      .next()
      .then(({ value, done }) => resolve(done ? undefined : (JSON.parse(value) as AskpassReply)), reject);
  });
}

/** As git and ssh would have started it. */
function runOwn(program: string, prompt: string, environment: Environment): { text?: string } {
  const { [doorVariable]: _door, [tokenVariable]: _token, ...env } = environment;
  const { status, stdout } = spawnSync(program, [prompt], {
    env: { ...env, GIT_ASKPASS: program, SSH_ASKPASS: program },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const text = (stdout ?? '').replace(/\r?\n[\s\S]*$/, '');
  return status === 0 && text !== '' ? { text } : {};
}
