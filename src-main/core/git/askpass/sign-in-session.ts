import type { SignInQuestion, SignInReply, SignInSubject } from '../../../common/publish/sign-in.ts';
import { describeFailure, failureOf, type GitFailure } from '../failures.ts';
import type { GitAnswer, GitRun } from '../run.ts';
import type { AskpassReply } from './askpass-client.ts';
import { type AskpassDoor, type Knock, openAskpassDoor } from './askpass-door.ts';
import type { AskpassProgram } from './askpass-program.ts';
import { type Prompt, readPrompt } from './prompts.ts';
import type { KeptSecret, SecretStore } from './secret-store.ts';
import type { SignInAsker } from './sign-in-desk.ts';

/** The askpass programs of the author's own configuration, which come before ours. */
export interface OwnAskpass {
  /** For git: GIT_ASKPASS, `core.askPass`, SSH_ASKPASS, in this order. */
  git: string | undefined;
  /** For ssh: SSH_ASKPASS. */
  ssh: string | undefined;
}

export interface SignInSessionOptions {
  program: AskpassProgram;
  own: OwnAskpass;
  /** Undefined where there is nobody to ask. */
  asker: SignInAsker | undefined;
  store: SecretStore;
  /** What is spoken with, for the question. */
  remote: { name: string | undefined; host: string | undefined };
  /** Whether a credential helper of git's keeps what holds. */
  hasHelper: boolean;
}

/** What one attempt of git is given. */
export interface SignInAttempt {
  environment: Readonly<Record<string, string>>;
  /** Settings of git for this attempt, as `-c` takes them. */
  settings: readonly string[];
  run: Required<Pick<GitRun, 'isWaiting' | 'hide'>> & { signal: AbortSignal };
}

/** Whether a question may be put to the author. Verification may only use what this operation has learned. */
export type Asking = 'may-ask' | 'known-only';

/**
 * The sign-in of one operation that the author clicked: what was answered is remembered until it ends, so that nothing is
 * asked twice, and kept beyond it only where the author said so and the remote took it.
 */
export interface SignInSession {
  /** Runs git, and again where the remote did not take the answer, with a word on why; three times at most. */
  run(
    asking: Asking,
    signal: AbortSignal | undefined,
    attempt: (given: SignInAttempt) => Promise<GitAnswer>,
  ): Promise<GitAnswer & { failure: GitFailure | undefined }>;
  close(): Promise<void>;
}

interface Known {
  user: string | undefined;
  secret: string | undefined;
  keep: boolean;
  /** From `store`: kept already. From `own`: said by the author's own askpass. */
  from: 'author' | 'store' | 'own';
}

/** One run of git, as far as its questions are concerned. */
interface Round {
  asking: Asking;
  stop: AbortController;
  /** Places that an answer was given for. */
  used: Set<string>;
  ending: 'cancelled' | 'unanswered' | 'host-key-declined' | undefined;
}

const MOST_ATTEMPTS = 3;

/** Opens the door for one operation. Close it afterwards. */
export async function openSignInSession(options: SignInSessionOptions): Promise<SignInSession> {
  const state = createState(options);
  const door: AskpassDoor = await openAskpassDoor(options.program, state.answer);
  // Git forgets what a helper answered wrongly, if the helper lets it; else the helpers are left out at last.
  let withoutQuestion = 0;
  return {
    close: door.close,
    async run(asking, signal, attempt) {
      for (let count = 0; ; count++) {
        const round = state.begin(asking);
        const abort = () => round.stop.abort();
        if (signal?.aborted) abort();
        signal?.addEventListener('abort', abort, { once: true });
        const answer = await attempt({
          environment: door.environment,
          settings: withoutQuestion > 1 ? ['credential.helper='] : [],
          run: { signal: round.stop.signal, isWaiting: state.isWaiting, hide: state.hide },
        });
        signal?.removeEventListener('abort', abort);
        const outcome = { ...answer, failure: state.explain(round, answer) };
        if (outcome.failure === undefined) await state.keep(round);
        else await state.forgetRefused(round, outcome.failure);
        const { failure } = outcome;
        if (!failure || !answersWrong.has(failure.cause) || asking === 'known-only' || count > 4)
          return outcome;
        if (!state.mayTryAgain(round)) return outcome;
        if (round.used.size > 0) continue;
        withoutQuestion += 1;
        if (!options.hasHelper || withoutQuestion > 2) return outcome;
      }
    },
  };
}

function createState(options: SignInSessionOptions) {
  const { asker, own, store } = options;
  const known = new Map<string, Known>();
  const attempts = new Map<string, number>();
  const ownTried = new Set<string>();
  /** Place and process that an answer was given to: ssh asks the same again where it was wrong. */
  const givenTo = new Set<string>();
  const secrets = new Set<string>();
  let waiting = 0;
  let codeWasAsked = false;
  let refusal: GitFailure['cause'] | undefined;
  let round: Round = newRound('known-only');

  async function answer(knock: Knock, gone: AbortSignal): Promise<AskpassReply> {
    const mine = round;
    const prompt = readPrompt(knock.prompt, knock.manner);
    const place = placeOf(prompt);
    if (knock.own) learnFromOwn(prompt, place, knock.own.text);
    else await dropWrong(prompt, place, knock.asker);
    const ready = await readyAnswer(mine, prompt, { place, knock });
    if (ready) {
      if (ready.kind === 'answer') {
        mine.used.add(place);
        givenTo.add(`${place}\0${knock.asker}`);
      }
      return ready;
    }
    const asked = await askAuthor(mine, prompt, place, gone);
    if (asked !== undefined) {
      mine.used.add(place);
      givenTo.add(`${place}\0${knock.asker}`);
      return { kind: 'answer', text: asked };
    }
    return { kind: 'refuse' };
  }

  /** In one process ssh asks for the same only if the answer was wrong; git asks in a new one after the remote said no. */
  async function dropWrong(prompt: Prompt, place: string, process: number): Promise<void> {
    const isAgain = givenTo.has(`${place}\0${process}`);
    if (isAgain && (prompt.kind === 'passphrase' || isSshPassword(prompt))) await forget(place);
  }

  /** In the forms that a remote or a careless hook may repeat it in: as it is, in an address, in a header. */
  function keepOutOfSight(secret: string, user: string | undefined): void {
    const header = Buffer.from(`${user ?? ''}:${secret}`)
      .toString('base64')
      .replace(/=+$/, '');
    for (const form of [secret, encodeURIComponent(secret), encodeURI(secret), header]) secrets.add(form);
  }

  async function forget(place: string): Promise<void> {
    known.delete(place);
    await store.forget(place);
  }

  async function readyAnswer(
    mine: Round,
    prompt: Prompt,
    { place, knock }: { place: string; knock: Knock },
  ): Promise<AskpassReply | undefined> {
    if (prompt.kind === 'code' || prompt.kind === 'notice') return undefined;
    const remembered = known.get(place);
    const told = remembered && textFor(prompt, remembered);
    if (told !== undefined) return { kind: 'answer', text: told };
    const program = prompt.kind === 'user' || isGitPassword(prompt) ? own.git : own.ssh;
    const trial = `${prompt.kind}\0${place}`;
    // It may open a window of its own: not for what runs by itself.
    if (program && mine.asking === 'may-ask' && !ownTried.has(trial) && !knock.own) {
      ownTried.add(trial);
      return { kind: 'run', program };
    }
    if (remembered || attempts.has(place)) return undefined;
    const kept = await readKept(prompt, place);
    if (!kept) return undefined;
    known.set(place, { user: kept.user, secret: kept.secret, keep: false, from: 'store' });
    keepOutOfSight(kept.secret, kept.user);
    return readyAnswer(mine, prompt, { place, knock });
  }

  function readKept(prompt: Prompt, place: string): Promise<KeptSecret | undefined> {
    return isKeepable(prompt) ? store.read(place) : Promise.resolve(undefined);
  }

  function learnFromOwn(prompt: Prompt, place: string, text: string | undefined): void {
    if (text === undefined) return;
    const before = known.get(place);
    if (prompt.kind === 'user')
      known.set(place, { user: text, secret: before?.secret, keep: false, from: 'own' });
    else {
      const user = prompt.kind === 'password' ? (prompt.user ?? before?.user) : undefined;
      known.set(place, { user, secret: text, keep: false, from: 'own' });
      if (isSecret(prompt)) keepOutOfSight(text, user);
    }
  }

  async function askAuthor(
    mine: Round,
    prompt: Prompt,
    place: string,
    gone: AbortSignal,
  ): Promise<string | undefined> {
    const mayAsk = mine.asking === 'may-ask' || (prompt.kind === 'code' && codeWasAsked);
    if (!asker || !mayAsk || mine.ending) return undefined;
    const count = (attempts.get(place) ?? 0) + 1;
    if (count > MOST_ATTEMPTS && isKeepable(prompt)) return undefined;
    attempts.set(place, count);
    if (prompt.kind === 'code') codeWasAsked = true;
    waiting += 1;
    const reply = await asker.ask(questionFor(prompt, place, count), gone).finally(() => {
      waiting -= 1;
    });
    return take(mine, { prompt, place, reply });
  }

  function take(
    mine: Round,
    {
      prompt,
      place,
      reply,
    }: { prompt: Prompt; place: string; reply: Awaited<ReturnType<SignInAsker['ask']>> },
  ): string | undefined {
    switch (reply.kind) {
      case 'withdrawn':
        return undefined;
      case 'cancel':
      case 'gone':
        mine.ending =
          reply.kind === 'gone'
            ? 'unanswered'
            : prompt.kind === 'host-key'
              ? 'host-key-declined'
              : 'cancelled';
        mine.stop.abort();
        return undefined;
      case 'yes':
        return prompt.kind === 'host-key' || prompt.kind === 'confirm' ? 'yes' : undefined;
      case 'secret':
        return takeSecret(prompt, place, reply);
    }
  }

  function takeSecret(
    prompt: Prompt,
    place: string,
    { user, secret, keep }: Extract<SignInReply, { kind: 'secret' }>,
  ): string | undefined {
    if (prompt.kind === 'host-key' || prompt.kind === 'confirm' || prompt.kind === 'notice') return undefined;
    keepOutOfSight(secret, userOf(prompt) ?? user ?? known.get(place)?.user);
    if (prompt.kind === 'code') return secret;
    const answered: Known = {
      user: userOf(prompt) ?? user ?? known.get(place)?.user,
      secret,
      keep,
      from: 'author',
    };
    known.set(place, answered);
    return textFor(prompt, answered);
  }

  function questionFor(prompt: Prompt, place: string, count: number): Omit<SignInQuestion, 'id'> {
    return {
      subject: subjectOf(prompt, known.get(place)?.user),
      remote: options.remote.name,
      host: options.remote.host,
      again: count > 1 || refusal ? againWords(prompt, count, refusal) : undefined,
      keeping: keepingOf(prompt),
    };
  }

  function keepingOf(prompt: Prompt): SignInQuestion['keeping'] {
    if (!isKeepable(prompt)) return 'nowhere';
    return options.hasHelper && (prompt.kind === 'user' || isGitPassword(prompt)) ? 'git' : store.keeping;
  }

  function explain(ended: Round, answer: GitAnswer): GitFailure | undefined {
    if (ended.ending === 'cancelled') return describeFailure('sign-in-cancelled', '');
    if (ended.ending === 'unanswered') return describeFailure('sign-in-unanswered', '');
    if (ended.ending === 'host-key-declined') return describeFailure('host-key-declined', '');
    const failure = failureOf(answer);
    const isWorn = [...attempts].some(([place, count]) => place.startsWith('key ') && count >= MOST_ATTEMPTS);
    if (failure?.cause === 'ssh-key-refused' && isWorn)
      return describeFailure('passphrase-wrong', failure.detail);
    return failure;
  }

  return {
    answer,
    explain,
    isWaiting: () => waiting > 0,
    begin(asking: Asking): Round {
      round = newRound(asking);
      return round;
    },
    /** The remote took it. */
    async keep({ used }: Round): Promise<void> {
      for (const place of used) {
        const entry = known.get(place);
        if (!entry?.keep || entry.from !== 'author' || entry.secret === undefined) continue;
        entry.keep = false;
        if (options.hasHelper && /^https?:/.test(place)) continue;
        await store.write(place, { user: entry.user, secret: entry.secret });
      }
    },
    /** What the remote did not take is not tried again. */
    async forgetRefused({ used }: Round, { cause }: GitFailure): Promise<void> {
      if (!answersWrong.has(cause) && !answersUseless.has(cause)) return;
      refusal = cause;
      for (const place of used) if (!place.startsWith('key ')) await forget(place);
    },
    mayTryAgain: ({ used }: Round): boolean =>
      asker !== undefined && [...used].every((place) => (attempts.get(place) ?? 0) < MOST_ATTEMPTS),
    hide(text: string): string {
      let hidden = text;
      for (const form of secrets) if (form.length > 2) hidden = hidden.replaceAll(form, '…');
      return hidden;
    },
  };
}

/** The remote does not know who that is: another answer may be right. */
const answersWrong = new Set<GitFailure['cause']>(['sign-in-needed', 'token-expired', 'token-needed']);
/** It knows, and says no: nothing that is typed now helps, but it is not to be tried again by itself. */
const answersUseless = new Set<GitFailure['cause']>([
  'sign-in-refused',
  'scope-missing',
  'single-sign-on-needed',
]);

function newRound(asking: Asking): Round {
  return { asking, stop: new AbortController(), used: new Set(), ending: undefined };
}

/** What an answer holds for: a host, a key, or these words. */
function placeOf(prompt: Prompt): string {
  switch (prompt.kind) {
    case 'user':
      return prompt.at;
    case 'password':
      return isSshPassword(prompt) ? `${prompt.at} ${prompt.user ?? ''}` : prompt.at;
    case 'passphrase':
      return `key ${prompt.key}`;
    case 'host-key':
      return `host ${prompt.host}`;
    default:
      return `words ${prompt.words}`;
  }
}

function textFor(prompt: Prompt, { user, secret }: Known): string | undefined {
  if (prompt.kind === 'user') return user;
  if (prompt.kind === 'password' && prompt.user !== undefined && user !== undefined && prompt.user !== user)
    return undefined;
  return secret;
}

function subjectOf(prompt: Prompt, user: string | undefined): SignInSubject {
  switch (prompt.kind) {
    case 'user':
      return { kind: 'account', ...hostOf(prompt.at), user: undefined };
    case 'password':
      return { kind: 'account', ...hostOf(prompt.at), user: prompt.user ?? user };
    default:
      return prompt;
  }
}

/** A password that goes over plain http can be read on the way, but on this computer. */
function hostOf(at: string): { host: string; secure: boolean } {
  const host = at.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host);
  return { host, secure: isLocal || !/^http:/i.test(at) };
}

function againWords(prompt: Prompt, count: number, refusal: GitFailure['cause'] | undefined): string {
  const isLast = count >= MOST_ATTEMPTS ? ' This is the last try; after it your new version waits.' : '';
  switch (prompt.kind) {
    case 'passphrase':
      return `That passphrase does not open the key.${isLast}`;
    case 'code':
      return 'It asks for a code once more; each holds only once.';
    default:
      if (refusal === 'token-needed') return `It takes an access token in place of the password.${isLast}`;
      if (refusal === 'token-expired') return `That access token has run out; it wants a new one.${isLast}`;
      return `It did not take that name with that password or token.${isLast}`;
  }
}

function userOf(prompt: Prompt): string | undefined {
  return prompt.kind === 'password' ? prompt.user : undefined;
}

function isGitPassword(prompt: Prompt): boolean {
  return prompt.kind === 'password' && !isSshPassword(prompt);
}

function isSshPassword(prompt: Prompt): boolean {
  return prompt.kind === 'password' && prompt.at.startsWith('ssh://');
}

function isSecret(prompt: Prompt): boolean {
  return prompt.kind === 'password' || prompt.kind === 'passphrase' || prompt.kind === 'secret';
}

/** What is the same the next time. */
function isKeepable(prompt: Prompt): boolean {
  return prompt.kind === 'user' || isSecret(prompt);
}
