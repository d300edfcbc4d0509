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
  // GitHub
  [
    "remote: Support for password authentication was removed on August 13, 2021.\nremote: Please see https://docs.github.com/en/get-started/getting-started-with-git/about-remote-repositories#cloning-with-https-urls for information on currently recommended modes of authentication.\nfatal: Authentication failed for 'https://github.com/a/b.git/'",
    'token-needed',
    'needs-sign-in',
  ],
  [
    "remote: Invalid username or token. Password authentication is not supported for Git operations.\nfatal: Authentication failed for 'https://github.com/a/b.git/'",
    'token-needed',
    'needs-sign-in',
  ],
  [
    "remote: Invalid username or password.\nfatal: Authentication failed for 'https://github.com/a/b.git/'",
    'sign-in-needed',
    'needs-sign-in',
  ],
  [
    "remote: Write access to repository not granted.\nfatal: unable to access 'https://github.com/a/b.git/': The requested URL returned error: 403",
    'scope-missing',
    'needs-sign-in',
  ],
  [
    '! [remote rejected] main -> main (refusing to allow a Personal Access Token to create or update workflow `.github/workflows/pages.yml` without `workflow` scope)',
    'scope-missing',
    'needs-sign-in',
  ],
  [
    '! [remote rejected] main -> main (refusing to allow an OAuth App to create or update workflow `.github/workflows/pages.yml` without `workflow` scope)',
    'scope-missing',
    'needs-sign-in',
  ],
  [
    "remote: The 'a' organization has enabled or enforced SAML SSO.\nremote: To access this repository, visit https://github.com/enterprises/a/sso?authorization_request=A and try your request again.\nfatal: unable to access 'https://github.com/a/b/': The requested URL returned error: 403",
    'single-sign-on-needed',
    'needs-sign-in',
  ],
  [
    "remote: The 'a' organization has enabled or enforced SAML SSO.\nremote: To access this repository, you must re-authorize the OAuth Application 'GitHub CLI'.\nfatal: unable to access 'https://github.com/a/b.git/': The requested URL returned error: 403",
    'single-sign-on-needed',
    'needs-sign-in',
  ],
  [
    'ERROR: The key you are authenticating with has been marked as read only.\nfatal: Could not read from remote repository.',
    'sign-in-refused',
    'needs-sign-in',
  ],
  [
    'ERROR: Permission to a/b.git denied to c.\nfatal: Could not read from remote repository.',
    'sign-in-refused',
    'needs-sign-in',
  ],
  [
    'ERROR: Repository not found.\nfatal: Could not read from remote repository.',
    'remote-missing',
    'offline',
  ],
  [
    'remote: error: GH013: Repository rule violations found for refs/heads/main.\nremote: - Changes must be made through a pull request.\n! [remote rejected] main -> main (push declined due to repository rule violations)',
    'branch-protected',
    'refused',
  ],
  // GitLab
  [
    "remote: HTTP Basic: Access denied. The provided password or token is incorrect or your account has 2FA enabled and you must use a personal access token instead of a password. See https://gitlab.com/help/topics/git/troubleshooting_git#error-on-git-fetch-http-basic-access-denied\nfatal: Authentication failed for 'https://gitlab.com/a/b.git/'",
    'sign-in-needed',
    'needs-sign-in',
  ],
  [
    "remote: HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or you're required to use a token instead of a password. If a token was provided, it was either incorrect, expired, or improperly scoped.\nfatal: Authentication failed for 'https://gitlab.com/a/b.git/'",
    'sign-in-needed',
    'needs-sign-in',
  ],
  [
    "remote: HTTP Basic: Access denied\nremote: You must use a personal access token with 'read_repository' or 'write_repository' scope for Git over HTTP.\nfatal: Authentication failed for 'https://gitlab.com/a/b.git/'",
    'token-needed',
    'needs-sign-in',
  ],
  [
    'remote: {"error":"invalid_token","error_description":"Token is expired. You can either do re-authorization or token refresh."}\nfatal: Authentication failed for \'https://gitlab.com/a/b.git/\'',
    'token-expired',
    'needs-sign-in',
  ],
  [
    'remote: {"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token."}\nfatal: unable to access \'https://gitlab.com/a/b.git/\': The requested URL returned error: 403',
    'scope-missing',
    'needs-sign-in',
  ],
  [
    'remote: You are not allowed to push code to this project.\nfatal: Could not read from remote repository.',
    'sign-in-refused',
    'needs-sign-in',
  ],
  [
    'remote: GitLab: You are not allowed to push code to protected branches on this project.\n! [remote rejected] main -> main (pre-receive hook declined)',
    'branch-protected',
    'refused',
  ],
  // Bitbucket
  [
    "remote: Bitbucket Cloud recently stopped supporting account passwords for Git authentication.\nremote: App passwords are recommended for most use cases and can be created in your Personal settings:\nfatal: Authentication failed for 'https://bitbucket.org/a/b.git/'",
    'token-needed',
    'needs-sign-in',
  ],
  [
    "fatal: unable to access 'https://bitbucket.org/a/b.git/': The requested URL returned error: 410",
    'token-needed',
    'needs-sign-in',
  ],
  [
    "remote: Your credentials lack one or more required privilege scopes.\nfatal: unable to access 'https://bitbucket.org/a/b.git/': The requested URL returned error: 403",
    'scope-missing',
    'needs-sign-in',
  ],
  // Forgejo and Gitea
  [
    'Forgejo: User permission denied for writing.\nfatal: Could not read from remote repository.',
    'sign-in-refused',
    'needs-sign-in',
  ],
  [
    'remote: Forgejo: Not allowed to push to protected branch main\n! [remote rejected] main -> main (pre-receive hook declined)',
    'branch-protected',
    'refused',
  ],
  // OpenSSH
  [
    '@@@@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@@@@@@@\nIT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!\nHost key for example.org has changed and you have requested strict checking.\nHost key verification failed.',
    'host-key-changed',
    'needs-sign-in',
  ],
  [
    '@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @\nPermissions 0644 for \'/home/a/.ssh/id_ed25519\' are too open.\nThis private key will be ignored.\nLoad key "/home/a/.ssh/id_ed25519": bad permissions\ngit@example.org: Permission denied (publickey).',
    'ssh-key-unreadable',
    'needs-sign-in',
  ],
  [
    'Load key "/home/a/.ssh/id_rsa": invalid format\ngit@example.org: Permission denied (publickey).',
    'ssh-key-unreadable',
    'needs-sign-in',
  ],
  [
    'sign_and_send_pubkey: signing failed for ED25519 "/home/a/.ssh/id_ed25519" from agent: agent refused operation\ngit@example.org: Permission denied (publickey).',
    'ssh-agent-silent',
    'needs-sign-in',
  ],
  [
    'sign_and_send_pubkey: signing failed for ED25519 "a" from agent: communication with agent failed\ngit@example.org: Permission denied (publickey).',
    'ssh-agent-silent',
    'needs-sign-in',
  ],
  [
    'Load key "/home/a/.ssh/id_ed25519": incorrect passphrase supplied to decrypt private key\ngit@example.org: Permission denied (publickey).',
    'passphrase-wrong',
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
  ...[
    "error: Couldn't load public key /home/a/.ssh/gone.pub: No such file or directory?",
    'error: No private key found for public key "/home/a/.ssh/id_ed25519.pub"?',
    'error: user.signingkey needs to be set for ssh signing',
    'error: either user.signingkey or gpg.ssh.defaultKeyCommand needs to be configured',
    'error: cannot run gpg: No such file or directory',
    "error: Couldn't sign message: agent refused operation?",
  ].map((words): [string, string, string] => [
    `${words}\n\nfatal: failed to write commit object`,
    'signing-failed',
    'blocked',
  ]),
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
