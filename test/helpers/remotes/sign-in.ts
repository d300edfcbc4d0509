import { rmSync } from 'node:fs';
import { afterAll, beforeAll } from 'vitest';
import type { SignInQuestion, SignInReply } from '../../../src-main/common/publish/sign-in.ts';
import type { AskpassProgram } from '../../../src-main/core/git/askpass/askpass-program.ts';
import type { SignInMeans } from '../../../src-main/core/git/askpass/open-for-remote.ts';
import { createMemoryStore, type SecretStore } from '../../../src-main/core/git/askpass/secret-store.ts';
import { createSignInDesk, type SignInDeskOptions } from '../../../src-main/core/git/askpass/sign-in-desk.ts';
import { bundleProgram } from '../bundle-program.ts';
import { makeTemporaryFolder } from '../temporary-folder.ts';

/** The askpass as a program of its own, made before the tests of a file. */
export function provideAskpass(): () => AskpassProgram {
  let folder: string;
  let script: string;
  beforeAll(async () => {
    folder = makeTemporaryFolder();
    script = await bundleProgram(
      new URL('../../../src-main/entries/askpass.ts', import.meta.url).pathname,
      folder,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => ({ kind: 'script', node: process.execPath, script, isElectron: false });
}

/** An author who answers in this order; what is asked beyond it is never answered. */
export interface AnsweringAuthor {
  means: SignInMeans;
  questions: SignInQuestion[];
}

export type Answer = SignInReply | ((question: SignInQuestion) => SignInReply);

/** Makes an author with answers at hand. */
export function answeringAuthor(
  program: AskpassProgram,
  answers: readonly Answer[],
  options: Partial<SignInDeskOptions> & { store?: SecretStore } = {},
): AnsweringAuthor {
  const questions: SignInQuestion[] = [];
  const left = [...answers];
  const desk = createSignInDesk({
    isHeard: () => true,
    ...options,
    tell(question) {
      if (!question) return;
      questions.push(question);
      const next = left.shift();
      if (next) desk.answer(question.id, typeof next === 'function' ? next(question) : next);
    },
  });
  const store = options.store ?? createMemoryStore();
  return { questions, means: { program, asker: () => desk, store } };
}

/** A user name with its password, or a secret alone. */
export function secret(value: string, user?: string, keep = false): SignInReply {
  return { kind: 'secret', secret: value, keep, ...(user !== undefined && { user }) };
}

export const yes: SignInReply = { kind: 'yes' };
export const cancel: SignInReply = { kind: 'cancel' };
