import * as v from 'valibot';

/** What a remote, or a program on the way to it, wants to know. */
export type SignInSubject =
  /** A user name and a password or token; `user` where git knows it already. `host` as people read it: `github.com`. */
  | { kind: 'account'; host: string; user: string | undefined; secure: boolean }
  /** The passphrase of an SSH key; `key` is the path of its file. */
  | { kind: 'passphrase'; key: string }
  /** A computer that this one has never spoken with, and the fingerprint of its key. */
  | { kind: 'host-key'; host: string; keyType: string; fingerprint: string }
  /** A code that holds once, in the words of who asks. */
  | { kind: 'code'; words: string }
  /** Any other secret, in the words of who asks. */
  | { kind: 'secret'; words: string }
  /** Yes or no, in the words of who asks. */
  | { kind: 'confirm'; words: string }
  /** Something to do elsewhere, as touching a security key. It goes by itself when it is done. */
  | { kind: 'notice'; words: string };

/** Where an answer is kept, if it is: by git's own helper, in the system's keychain, in this program's memory, nowhere. */
export type SecretKeeping = 'git' | 'keychain' | 'until-close' | 'nowhere';

/** One question to the author. It holds no secret. */
export interface SignInQuestion {
  /** Cannot be guessed; the answer names it. */
  id: string;
  subject: SignInSubject;
  /** Name of the remote that is spoken with, and its host. */
  remote: string | undefined;
  host: string | undefined;
  /** Why it is asked again; undefined the first time. */
  again: string | undefined;
  keeping: SecretKeeping;
}

const line = v.pipe(
  v.string('an answer is text'),
  v.minLength(1, 'an answer is not empty'),
  v.maxLength(10_000, 'an answer is shorter'),
  v.check((text) => !/[\0\r\n]/.test(text), 'an answer is one line'),
);

/** The author's answer. Messages of this schema never repeat what was given. */
export const signInReplySchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('secret'),
    user: v.optional(line),
    secret: line,
    /** Keep it as the question's `keeping` says. */
    keep: v.boolean(),
  }),
  v.strictObject({ kind: v.literal('yes') }),
  v.strictObject({ kind: v.literal('cancel') }),
]);

/** What the author answers to a question. */
export type SignInReply = v.InferOutput<typeof signInReplySchema>;

/** Who an author is in git: what every commit carries. */
export interface Identity {
  name: string;
  email: string;
}

const identityPart = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'it is not empty'),
  v.maxLength(200, 'it is shorter'),
  // biome-ignore lint/suspicious/noControlCharactersInRegex: git would drop these from the identity, or refuse it
  v.check((text) => !/[\u0000-\u001f\u007f<>]/.test(text), 'it has no line ends, < or >'),
  // Git drops these at the ends, and an identity of nothing else is none.
  v.check((text) => /[^\s.,:;"'\\]/.test(text), 'it has letters or digits'),
);

/** What git takes as an identity. */
export const identitySchema = v.strictObject({
  name: identityPart,
  email: v.pipe(
    identityPart,
    v.check((text) => !/\s/.test(text), 'an address has no blanks'),
    v.includes('@', 'an address has an @'),
  ),
});
