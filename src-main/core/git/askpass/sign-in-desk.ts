import { randomBytes } from 'node:crypto';
import type { SignInQuestion, SignInReply } from '../../../common/publish/sign-in.ts';

/** Who can ask the author something while git waits. */
export interface SignInAsker {
  /** `gone`: nobody is there who could answer, or nobody did in time. `withdrawn`: who asked has ended. */
  ask(
    question: Omit<SignInQuestion, 'id'>,
    withdrawn: AbortSignal,
  ): Promise<SignInReply | { kind: 'gone' } | { kind: 'withdrawn' }>;
}

/** Questions on their way to a window and back, one at a time. */
export interface SignInDesk extends SignInAsker {
  /** The question that is open, for a window that comes later. */
  pending(): SignInQuestion | undefined;
  /** False where that question is not open any more. */
  answer(id: string, reply: SignInReply): boolean;
}

export interface SignInDeskOptions {
  /** Tells the window of the open question; of none where it has been answered or withdrawn. */
  tell(question: SignInQuestion | undefined): void;
  /** Whether anybody hears what is told. */
  isHeard(): boolean;
  /** Milliseconds that a question stays open. */
  patience?: number;
  /** Milliseconds without anybody who hears, after which it is given up: a page that is loaded again comes back sooner. */
  absence?: number;
}

type Answer = SignInReply | { kind: 'gone' } | { kind: 'withdrawn' };

/** Makes a desk; it belongs to one program with its windows. */
export function createSignInDesk(options: SignInDeskOptions): SignInDesk {
  const { tell, isHeard, patience = 5 * 60_000, absence = 20_000 } = options;
  let open: { question: SignInQuestion; settle(answer: Answer): void } | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function put(question: SignInQuestion, withdrawn: AbortSignal): Promise<Answer> {
    if (withdrawn.aborted) return Promise.resolve({ kind: 'withdrawn' });
    return new Promise((resolve) => {
      let heardAt = Date.now();
      const asked = heardAt;
      const watch = setInterval(
        () => {
          const now = Date.now();
          if (isHeard()) heardAt = now;
          if (now - heardAt >= absence || now - asked >= patience) settle({ kind: 'gone' });
        },
        Math.max(10, Math.min(1000, patience, absence) / 2),
      );
      const withdraw = () => settle({ kind: 'withdrawn' });
      const settle = (answer: Answer): void => {
        clearInterval(watch);
        withdrawn.removeEventListener('abort', withdraw);
        open = undefined;
        resolve(answer);
        tell(undefined);
      };
      withdrawn.addEventListener('abort', withdraw, { once: true });
      open = { question, settle };
      tell(question);
    });
  }

  return {
    ask(question, withdrawn) {
      const id = randomBytes(24).toString('base64url');
      const mine = last.then(() => put({ ...question, id }, withdrawn));
      last = mine;
      return mine;
    },
    pending: () => open?.question,
    answer(id, reply) {
      if (open?.question.id !== id) return false;
      open.settle(reply);
      return true;
    },
  };
}
