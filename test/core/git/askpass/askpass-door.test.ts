import { existsSync, readdirSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runAskpass } from '../../../../src-main/core/git/askpass/askpass-client.ts';
import { type Knock, openAskpassDoor } from '../../../../src-main/core/git/askpass/askpass-door.ts';
import { createKeychainStore } from '../../../../src-main/core/git/askpass/secret-store.ts';
import { createSignInDesk } from '../../../../src-main/core/git/askpass/sign-in-desk.ts';
import { filesUnder } from '../../../helpers/files-under.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

const program = { kind: 'executable', path: '/nowhere' } as const;

async function openDoor(answer: (knock: Knock) => string | undefined) {
  const knocks: Knock[] = [];
  const door = await openAskpassDoor(program, async (knock) => {
    knocks.push(knock);
    const text = answer(knock);
    return text === undefined ? { kind: 'refuse' } : { kind: 'answer', text };
  });
  onTestFinished(door.close);
  return { door, knocks };
}

async function knock(environment: Readonly<Record<string, string>>, prompt = 'Who?') {
  let printed = '';
  const exitCode = await runAskpass({
    environment,
    prompt,
    print: (text) => {
      printed += text;
    },
  });
  return { exitCode, printed };
}

describe.skipIf(process.platform === 'win32')('the door of the askpass', () => {
  it('hands a question in and the answer out', async () => {
    const { door, knocks } = await openDoor(({ prompt }) => `to ${prompt}`);
    expect(await knock(door.environment)).toEqual({ exitCode: 0, printed: 'to Who?\n' });
    expect(knocks).toEqual([{ prompt: 'Who?', manner: '', asker: process.ppid }]);
  });

  it('lets the askpass fail where there is no answer', async () => {
    const { door } = await openDoor(() => undefined);
    expect(await knock(door.environment)).toEqual({ exitCode: 1, printed: '' });
  });

  it('lies in a folder that only its owner may enter, and is gone when it is closed', async () => {
    const { door } = await openDoor(() => 'x');
    const folder = dirname(door.environment.GALLEY_ASKPASS ?? '');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    await door.close();
    expect(existsSync(folder)).toBe(false);
    expect(await knock(door.environment)).toEqual({ exitCode: 1, printed: '' });
  });

  it('does not hear who does not know the word', async () => {
    const { door, knocks } = await openDoor(() => 'secret');
    for (const token of ['', 'x'.repeat(43), `${door.environment.GALLEY_ASKPASS_TOKEN}x`]) {
      expect(await knock({ ...door.environment, GALLEY_ASKPASS_TOKEN: token })).toMatchObject({
        exitCode: 1,
      });
    }
    expect(knocks).toEqual([]);
  });

  it.each(['not json\n', '{"token":7}\n', 'x'.repeat(100_000)])('hangs up on nonsense', async (words) => {
    const { door, knocks } = await openDoor(() => 'secret');
    const socket = connect(door.environment.GALLEY_ASKPASS ?? '');
    socket.on('error', () => {});
    const heard = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('close', () => resolve(text));
    });
    socket.write(words);
    expect(await heard).toBe('');
    expect(knocks).toEqual([]);
  });
});

describe('the desk of questions', () => {
  const question = {
    subject: { kind: 'code', words: 'Code:' },
    remote: undefined,
    host: undefined,
    again: undefined,
    keeping: 'nowhere',
  } as const;
  const never = new AbortController().signal;

  it('puts one question at a time, and takes only an answer to that one', async () => {
    const told: (string | undefined)[] = [];
    const desk = createSignInDesk({ isHeard: () => true, tell: (asked) => told.push(asked?.id) });
    const first = desk.ask(question, never);
    const second = desk.ask(question, never);
    await expect.poll(() => told.length).toBe(1);
    expect(desk.answer('another', { kind: 'yes' })).toBe(false);
    expect(desk.answer(told[0] ?? '', { kind: 'yes' })).toBe(true);
    expect(await first).toEqual({ kind: 'yes' });
    await expect.poll(() => told.length).toBe(3);
    expect(desk.answer(told[0] ?? '', { kind: 'yes' })).toBe(false);
    expect(told[2]).not.toBe(told[0]);
    expect(desk.answer(told[2] ?? '', { kind: 'cancel' })).toBe(true);
    expect(await second).toEqual({ kind: 'cancel' });
    expect(desk.pending()).toBeUndefined();
  });

  it('withdraws a question when who asked has gone', async () => {
    const desk = createSignInDesk({ isHeard: () => true, tell: () => {} });
    const gone = new AbortController();
    const asked = desk.ask(question, gone.signal);
    await expect.poll(() => desk.pending()?.subject).toEqual(question.subject);
    gone.abort();
    expect(await asked).toEqual({ kind: 'withdrawn' });
    expect(desk.pending()).toBeUndefined();
  });
});

describe('what is kept in the keychain', () => {
  const cipher = {
    encrypt: (text: string) => Buffer.from([...text].reverse().join('')),
    decrypt: (bytes: Uint8Array) => [...Buffer.from(bytes).toString('utf8')].reverse().join(''),
  };

  it('is found again, also by another process, and can be forgotten', async () => {
    const file = join(temporaryFolder(), 'data', 'sign-in.bin');
    const store = createKeychainStore(file, cipher);
    await Promise.all([
      store.write('https://a.example', { user: 'ada', secret: 'one' }),
      store.write('key /k', { secret: 'two' }),
    ]);
    const other = createKeychainStore(file, cipher);
    expect(await other.read('https://a.example')).toEqual({ user: 'ada', secret: 'one' });
    await other.forget('https://a.example');
    expect(await store.read('https://a.example')).toBeUndefined();
    expect(await store.read('key /k')).toEqual({ secret: 'two' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file))).toEqual(['sign-in.bin']);
    expect(filesUnder(dirname(file))).toEqual([file]);
  });

  it('is asked for again where the keychain is another', async () => {
    const file = join(temporaryFolder(), 'sign-in.bin');
    await createKeychainStore(file, cipher).write('x', { secret: 'one' });
    const other = createKeychainStore(file, {
      ...cipher,
      decrypt: () => {
        throw new Error('not mine');
      },
    });
    expect(await other.read('x')).toBeUndefined();
  });
});
