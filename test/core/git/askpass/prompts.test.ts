import { describe, expect, it } from 'vitest';
import { hostIn } from '../../../../src-main/core/git/askpass/open-for-remote.ts';
import { type Prompt, readPrompt } from '../../../../src-main/core/git/askpass/prompts.ts';
import { redactCredentials } from '../../../../src-main/core/git/redact.ts';

const hostKey = `The authenticity of host 'example.org (192.0.2.1)' can't be established.
ED25519 key fingerprint is SHA256:mIlxA9k46MmM6qdJOdMnAQpzGxF4WIVVL+fj+wZbw0g.
This key is not known by any other names.
Are you sure you want to continue connecting (yes/no/[fingerprint])? `;

/** What git and OpenSSH really ask. */
const prompts: [string, string, Prompt][] = [
  ["Username for 'https://github.com': ", '', { kind: 'user', at: 'https://github.com' }],
  [
    "Password for 'https://ada%40example.org@git.example.org:8443': ",
    '',
    { kind: 'password', at: 'https://git.example.org:8443', user: 'ada@example.org' },
  ],
  // With credential.useHttpPath the path stands there too.
  [
    "Password for 'https://ada@github.com/ada/blog.git': ",
    '',
    { kind: 'password', at: 'https://github.com', user: 'ada' },
  ],
  ["Username for 'http://proxy:3128': ", '', { kind: 'user', at: 'http://proxy:3128' }],
  [
    "Password for 'cert:////home/ada/me.pem': ",
    '',
    { kind: 'password', at: 'cert:////home/ada/me.pem', user: undefined },
  ],
  [
    "Enter passphrase for key '/home/ada/my keys/id_ed25519': ",
    '',
    { kind: 'passphrase', key: '/home/ada/my keys/id_ed25519' },
  ],
  ["ada@example.org's password: ", '', { kind: 'password', at: 'ssh://example.org', user: 'ada' }],
  ['(ada@example.org) Password: ', '', { kind: 'password', at: 'ssh://example.org', user: 'ada' }],
  [
    '(ada@example.org) Verification code: ',
    '',
    { kind: 'code', words: '(ada@example.org) Verification code:' },
  ],
  [
    'Enter PIN for ED25519-SK key /home/ada/.ssh/id_sk: ',
    '',
    { kind: 'secret', words: 'Enter PIN for ED25519-SK key /home/ada/.ssh/id_sk:' },
  ],
  [
    hostKey,
    '',
    {
      kind: 'host-key',
      host: 'example.org (192.0.2.1)',
      keyType: 'ED25519',
      fingerprint: 'SHA256:mIlxA9k46MmM6qdJOdMnAQpzGxF4WIVVL+fj+wZbw0g',
    },
  ],
  [
    "Please type 'yes', 'no' or the fingerprint: ",
    '',
    { kind: 'confirm', words: "Please type 'yes', 'no' or the fingerprint:" },
  ],
  [
    'Add key /home/ada/.ssh/id (ada) to agent?',
    'confirm',
    { kind: 'confirm', words: 'Add key /home/ada/.ssh/id (ada) to agent?' },
  ],
  [
    'Confirm user presence for key ED25519-SK SHA256:abc',
    'none',
    { kind: 'notice', words: 'Confirm user presence for key ED25519-SK SHA256:abc' },
  ],
];

describe('a question of git or ssh', () => {
  it.each(prompts)('%j is read', (text, manner, prompt) => {
    expect(readPrompt(text, manner)).toEqual(prompt);
  });
});

describe('the host in an address', () => {
  it.each([
    ['https://ada:hunter2@github.com/ada/blog.git', 'github.com'],
    ['ssh://git@example.org:2222/blog.git', 'example.org:2222'],
    ['git@github.com:ada/blog.git', 'github.com'],
    ['/srv/blog.git', undefined],
    ['../blog.git', undefined],
    ['C:\\blogs\\blog.git', undefined],
  ])('%s is named without who signs in', (address, host) => expect(hostIn(address)).toBe(host));
});

describe('a password in an address', () => {
  it.each(['hunter2', 'hunt@er2', 'a:b@c:d'])('%s is not shown', (password) => {
    expect(redactCredentials(`fatal: https://ada:${password}@example.org/b.git said ada@example.org`)).toBe(
      'fatal: https://example.org/b.git said ada@example.org',
    );
  });
});
