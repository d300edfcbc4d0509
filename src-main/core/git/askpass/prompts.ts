import { percentDecoded } from '../../../common/percent-decoded.ts';

/** A question of git or ssh, as it comes to an askpass. */
export type Prompt =
  /** `at` is the address without path or user: `https://github.com`, `ssh://host`. */
  | { kind: 'user'; at: string }
  | { kind: 'password'; at: string; user: string | undefined }
  | { kind: 'passphrase'; key: string }
  | { kind: 'host-key'; host: string; keyType: string; fingerprint: string }
  | { kind: 'code'; words: string }
  | { kind: 'secret'; words: string }
  | { kind: 'confirm'; words: string }
  | { kind: 'notice'; words: string };

/**
 * Reads the question. Sources: git's credential.c (`Username for '…': `), OpenSSH's sshconnect.c and readpass.c, and what
 * SSH_ASKPASS_PROMPT says of how it is to be shown (ssh(1)).
 *
 * @param manner `confirm` for yes or no, `none` for words that want no answer, else empty
 */
export function readPrompt(text: string, manner: string): Prompt {
  const words = text.trim().slice(0, 2000);
  if (manner === 'none') return { kind: 'notice', words };
  return readHostKey(words) ?? readGit(words) ?? readSsh(words, manner);
}

function readHostKey(words: string): Prompt | undefined {
  const host = /authenticity of host '([^']+)' can't be established/.exec(words)?.[1];
  const found = /(\S+) key fingerprint is:?\s*((?:SHA256|MD5):[\w+/=:]+)/.exec(words);
  if (host === undefined || !found) return undefined;
  // `[127.0.0.1]:2222 ([127.0.0.1]:2222)`: the name, and the address where it is another.
  const [name = host, address] = host.split(/ \((.*)\)$/);
  const shown = address === undefined || address === name ? name : host;
  return { kind: 'host-key', host: shown, keyType: found[1] ?? '', fingerprint: found[2] ?? '' };
}

function readGit(words: string): Prompt | undefined {
  const [, what, address] = /^(Username|Password) for '(.+)':?$/s.exec(words) ?? [];
  if (what === undefined || address === undefined) return undefined;
  const [, protocol = '', person, host = ''] = /^([a-z][a-z0-9+.-]*:\/\/)(?:([^@/]*)@)?([^/]*)/i.exec(
    address,
  ) ?? ['', '', undefined, address];
  // A certificate has no host: its file is what it is known by.
  const at = host === '' ? address : `${protocol}${host}`;
  if (what === 'Username') return { kind: 'user', at };
  return { kind: 'password', at, user: person === undefined ? undefined : percentDecoded(person) };
}

function readSsh(words: string, manner: string): Prompt {
  const key = /^Enter passphrase for (?:key )?['"]?(.+?)['"]?:$/s.exec(words)?.[1];
  if (key !== undefined) return { kind: 'passphrase', key };
  const [, person, host] =
    /^(.+)@(\S+)'s password:$/.exec(words) ?? /^\((.+)@(\S+)\) Password:?$/i.exec(words) ?? [];
  if (host !== undefined) return { kind: 'password', at: `ssh://${host}`, user: person };
  if (/\(yes\/no(?:\/\[fingerprint\])?\)\??$|^Please type 'yes'/.test(words) || manner === 'confirm')
    return { kind: 'confirm', words };
  if (/\b(code|otp|one[- ]?time|passcode|two[- ]factor|2fa|token)\b/i.test(words))
    return { kind: 'code', words };
  return { kind: 'secret', words };
}
