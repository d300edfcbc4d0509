import { describe, expect, it } from 'vitest';
import { causeOf, describeFailure, outcomeOf } from '../../../src-main/core/git/failures.ts';
import { redactCredentials } from '../../../src-main/core/git/redact.ts';

/** What git and the large hosts really print. */
const words: [string, string, string][] = [
  ["fatal: Authentication failed for 'https://example.org/blog.git/'", 'sign-in-needed', 'needs-sign-in'],
  [
    "fatal: could not read Username for 'https://example.org': terminal prompts disabled",
    'sign-in-needed',
    'needs-sign-in',
  ],
  [
    "remote: Permission to a/b.git denied to c.\nfatal: unable to access 'https://example.org/a/b.git/': The requested URL returned error: 403",
    'sign-in-refused',
    'needs-sign-in',
  ],
  ['remote: HTTP Basic: Access denied', 'sign-in-needed', 'needs-sign-in'],
  [
    'git@example.org: Permission denied (publickey).\nfatal: Could not read from remote repository.',
    'ssh-key-refused',
    'needs-sign-in',
  ],
  [
    'Host key verification failed.\nfatal: Could not read from remote repository.',
    'host-key-unknown',
    'needs-sign-in',
  ],
  [
    "fatal: unable to access 'https://example.org/': Could not resolve host: example.org",
    'host-unreachable',
    'offline',
  ],
  [
    "fatal: unable to access 'https://example.org/': SSL certificate problem: certificate has expired",
    'certificate-refused',
    'offline',
  ],
  [
    "fatal: unable to access 'http://127.0.0.1:1/': Operation too slow. Less than 1 bytes/sec transferred the last 10 seconds",
    'no-answer',
    'offline',
  ],
  [
    'error: RPC failed; curl 56 Recv failure: Connection reset by peer\nfatal: the remote end hung up unexpectedly',
    'connection-lost',
    'offline',
  ],
  [
    "fatal: unable to access 'https://example.org/': The requested URL returned error: 502",
    'server-error',
    'offline',
  ],
  [
    "remote: Repository not found.\nfatal: repository 'https://example.org/a.git/' not found",
    'remote-missing',
    'offline',
  ],
  ["fatal: '/srv/blog.git' does not appear to be a git repository", 'remote-missing', 'offline'],
  ["fatal: couldn't find remote ref refs/heads/main", 'remote-branch-missing', 'offline'],
  ["fatal: transport 'ext' not allowed", 'protocol-not-allowed', 'refused'],
  ['!\trefs/heads/main:refs/heads/main\t[rejected] (fetch first)', 'remote-is-ahead', 'remote-is-ahead'],
  ['!\trefs/heads/main:refs/heads/main\t[rejected] (non-fast-forward)', 'remote-is-ahead', 'remote-is-ahead'],
  [
    "error: cannot lock ref 'refs/heads/main': is at 0123abcd but expected 4567abcd",
    'remote-is-ahead',
    'remote-is-ahead',
  ],
  [
    '!\trefs/heads/main:refs/heads/main\t[remote rejected] (pre-receive hook declined)',
    'refused-by-server-hook',
    'refused',
  ],
  [
    'remote: error: GH006: Protected branch update failed for refs/heads/main.\n[remote rejected] main -> main (protected branch hook declined)',
    'branch-protected',
    'refused',
  ],
  [
    'remote: error: GH001: Large files detected.\n[remote rejected] (pre-receive hook declined)',
    'file-too-large',
    'refused',
  ],
  [
    'remote: error: GH013: Repository rule violations found\nremote: - Push cannot contain secrets\n[remote rejected]',
    'secret-detected',
    'refused',
  ],
  [
    'remote: error: GH007: Your push would publish a private email address.\n[remote rejected]',
    'private-email',
    'refused',
  ],
  ['! [remote rejected] main -> main (shallow update not allowed)', 'history-cut-short', 'refused'],
  ['[remote rejected] main -> main (branch is currently checked out)', 'refused-by-remote', 'refused'],
  [
    'error: Your local changes to the following files would be overwritten by merge:\n\tposts/a.md',
    'local-changes-in-the-way',
    'conflict',
  ],
  ['CONFLICT (content): Merge conflict in posts/a.md', 'merge-conflict', 'conflict'],
  ['fatal: refusing to merge unrelated histories', 'unrelated-histories', 'conflict'],
  ['error: You have not concluded your merge (MERGE_HEAD exists).', 'merge-unfinished', 'blocked'],
  ['fatal: cannot do a partial commit during a merge.', 'merge-unfinished', 'blocked'],
  [
    '*** Please tell me who you are.\nfatal: unable to auto-detect email address',
    'identity-missing',
    'blocked',
  ],
  ['error: gpg failed to sign the data\nfatal: failed to write commit object', 'signing-failed', 'blocked'],
  ['fatal: CRLF would be replaced by LF in posts/a.md', 'line-ends', 'blocked'],
  ["error: external filter 'git-lfs filter-process' failed", 'filter-failed', 'blocked'],
  ['The following paths are ignored by one of your .gitignore files:\nposts/a.md', 'ignored', 'blocked'],
  ["fatal: Unable to create '/blog/.git/index.lock': File exists.", 'locked', 'blocked'],
  [
    "fatal: cannot lock ref 'HEAD': Unable to create '/blog/.git/HEAD.lock': File exists.",
    'locked',
    'blocked',
  ],
  ["fatal: detected dubious ownership in repository at '/blog'", 'dubious-ownership', 'blocked'],
  ['fatal: not a git repository (or any of the parent directories): .git', 'no-repository', 'blocked'],
  ['fatal: index file corrupt', 'broken-repository', 'blocked'],
  ['fatal: bad object HEAD', 'broken-repository', 'blocked'],
  ['fatal: bad config line 1 in file .git/config', 'bad-configuration', 'blocked'],
  [
    'error: insufficient permission for adding an object to repository database .git/objects',
    'permission-denied',
    'blocked',
  ],
  ['fatal: write error: No space left on device', 'disk-full', 'blocked'],
  ['On branch main\nnothing to commit, working tree clean', 'nothing-to-commit', 'nothing-to-publish'],
  ['fatal: something that nobody has ever seen', 'unknown', 'blocked'],
];

describe('what git says', () => {
  it.each(words)('%s', (said, cause, outcome) => {
    expect(causeOf(said)).toBe(cause);
    expect(outcomeOf(causeOf(said))).toBe(outcome);
  });

  it('never leads what the author reads, which always says what to do', () => {
    for (const [said, cause] of words) {
      const failure = describeFailure(causeOf(said), said);
      expect(failure.message).not.toMatch(/fatal|error:|refs\//);
      expect(failure.message).toMatch(/\.$/);
      if (cause !== 'nothing-to-commit') expect(failure.next.length).toBeGreaterThan(0);
    }
  });

  it('names the lock that is in the way', () => {
    const said = "fatal: Unable to create '/blog/.git/index.lock': File exists.";
    expect(describeFailure('locked', said).next.join()).toContain('/blog/.git/index.lock');
  });
});

describe('credentials', () => {
  it.each([
    ['https://author:hunter2@example.org/a.git', 'https://example.org/a.git'],
    [
      "fatal: unable to access 'https://ghp_0123@example.org/'",
      "fatal: unable to access 'https://example.org/'",
    ],
    ['ssh://git:pw@example.org:22/x and https://a:b@c.org', 'ssh://example.org:22/x and https://c.org'],
    ['Authorization: Basic YXV0aG9yOnB3', 'Authorization: Basic …'],
    ['https://example.org/?access_token=abc&x=1', 'https://example.org/?access_token=…&x=1'],
    ['git@example.org:blog.git', 'git@example.org:blog.git'],
  ])('of %s are not shown', (text, shown) => expect(redactCredentials(text)).toBe(shown));
});
