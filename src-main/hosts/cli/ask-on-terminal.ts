import type { Client } from '../../common/api/client.ts';
import { AppError } from '../../common/errors.ts';
import type { PublishPlan } from '../../common/publish/publish.ts';
import type { SignInQuestion, SignInReply } from '../../common/publish/sign-in.ts';
import { oneLine, printDiagnostics, type Terminal } from './terminal.ts';

/** Puts what git and ssh ask to the person at the terminal, until the returned function is called. Without one nobody is asked. */
export function answerOnTerminal(client: Client, terminal: Terminal): () => void {
  if (!terminal.ask) return () => {};
  let open: AbortController | undefined;
  const reply = async (question: SignInQuestion, signal: AbortSignal): Promise<void> => {
    const given = await askFor(question, terminal, signal).catch(() => cancelled);
    // The question may have gone meanwhile; git says what came of it.
    if (!signal.aborted)
      await client.call('signIn.answer', { id: question.id, reply: given }).catch(() => {});
  };
  const stop = client.listen('signIn.asked', (question) => {
    open?.abort();
    open = undefined;
    if (!question) return;
    const mine = new AbortController();
    open = mine;
    void reply(question, mine.signal);
  });
  return () => {
    open?.abort();
    stop();
  };
}

const cancelled: SignInReply = { kind: 'cancel' };

async function askFor(
  { subject, again }: SignInQuestion,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<SignInReply> {
  const ask = (words: string, hidden: boolean) => terminal.ask?.(words, { hidden, signal });
  const say = (...lines: string[]) =>
    terminal.error(`\r\u001b[K${lines.map((line) => `${line}\n`).join('')}`);
  if (again) say(oneLine(again));
  switch (subject.kind) {
    case 'account': {
      const host = oneLine(subject.host);
      if (!subject.secure)
        say('This address is not encrypted (http): others on the way can read what you type.');
      const user = subject.user ?? (await ask(`User name for ${host}: `, false));
      if (!user) return cancelled;
      return secretOf(await ask(`Password or access token of ${oneLine(user)} for ${host}: `, true), user);
    }
    case 'passphrase':
      return secretOf(await ask(`Passphrase of the key ${oneLine(subject.key)}: `, true));
    case 'host-key':
      say(
        `This computer speaks with ${oneLine(subject.host)} by SSH for the first time.`,
        `Its ${oneLine(subject.keyType)} key has the fingerprint`,
        `  ${oneLine(subject.fingerprint)}`,
        'Compare it with the one that its owner or your host gives out.',
      );
      return yesOf(await ask('Is it the same? (yes/no) ', false));
    case 'confirm':
      return yesOf(await ask(`${oneLine(subject.words)} (yes/no) `, false));
    case 'code':
    case 'secret':
      return secretOf(await ask(`${oneLine(subject.words)} `, true));
    case 'notice':
      say(oneLine(subject.words));
      return new Promise((_resolve, reject) => signal.addEventListener('abort', reject, { once: true }));
  }
}

function secretOf(secret: string | undefined, user?: string): SignInReply {
  if (!secret) return cancelled;
  return { kind: 'secret', secret, keep: false, ...(user !== undefined && { user }) };
}

function yesOf(answer: string | undefined): SignInReply {
  return /^yes$/i.test(answer?.trim() ?? '') ? { kind: 'yes' } : cancelled;
}

/**
 * Asks the person at the terminal who they are, where git does not know it, and has it kept in the repository.
 *
 * @returns whether publishing can go on
 */
export async function askWhoOnTerminal(
  client: Client,
  terminal: Terminal,
  plan: PublishPlan,
): Promise<boolean> {
  const { ask } = terminal;
  if (plan.blocked?.cause !== 'no-identity' || !ask) return false;
  const guess = await client.call('identity.guess');
  printDiagnostics(terminal, [
    plan.blocked.reason,
    'Both are kept in this repository; everybody who sees it sees them.',
  ]);
  const askPart = async (words: string, guessed: string): Promise<string> => {
    const given = await ask(`${words}${guessed && ` [${oneLine(guessed)}]`}: `, { hidden: false });
    if (given === undefined)
      throw new AppError('bad-input', { message: 'Nobody was named, so nothing was done.' });
    return given.trim() || guessed;
  };
  await client.call('identity.set', {
    name: await askPart('Your name', guess.name),
    email: await askPart('Your mail address', guess.email),
  });
  return true;
}
