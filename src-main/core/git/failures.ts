import { AppError } from '../../common/errors.ts';
import type { PublishOutcomeKind } from '../../common/publish/publish.ts';
import type { GitAnswer } from './run.ts';

/** Every way in which git can fail an author. What is none of these is `unknown`, with git's words as the detail. */
export type GitFailureCause =
  | 'cancelled'
  | 'no-answer'
  | 'git-missing'
  | 'sign-in-needed'
  | 'sign-in-cancelled'
  | 'sign-in-unanswered'
  | 'sign-in-refused'
  | 'token-needed'
  | 'token-expired'
  | 'scope-missing'
  | 'single-sign-on-needed'
  | 'ssh-key-refused'
  | 'ssh-key-unreadable'
  | 'ssh-agent-silent'
  | 'passphrase-wrong'
  | 'host-key-unknown'
  | 'host-key-changed'
  | 'host-key-declined'
  | 'certificate-refused'
  | 'host-unreachable'
  | 'connection-lost'
  | 'server-error'
  | 'remote-missing'
  | 'remote-branch-missing'
  | 'protocol-not-allowed'
  | 'remote-is-ahead'
  | 'refused-by-server-hook'
  | 'branch-protected'
  | 'file-too-large'
  | 'secret-detected'
  | 'private-email'
  | 'refused-by-remote'
  | 'refused-by-own-hook'
  | 'local-changes-in-the-way'
  | 'merge-conflict'
  | 'unrelated-histories'
  | 'history-cut-short'
  | 'merge-unfinished'
  | 'identity-missing'
  | 'signing-failed'
  | 'signed-push-not-taken'
  | 'line-ends'
  | 'filter-failed'
  | 'outside-sparse-checkout'
  | 'ignored'
  | 'nothing-to-commit'
  | 'locked'
  | 'dubious-ownership'
  | 'no-repository'
  | 'broken-repository'
  | 'bad-configuration'
  | 'permission-denied'
  | 'disk-full'
  | 'unknown';

/** A failure of git with what the author should read about it. */
export interface GitFailure {
  cause: GitFailureCause;
  /** One sentence in a writer's words. */
  message: string;
  next: string[];
  /** Git's own words, credentials removed. */
  detail: string;
}

interface Wording {
  message: string;
  next: readonly string[];
  /** What publishing answers with. */
  outcome: PublishOutcomeKind;
}

const signIn =
  'Publish again and sign in when Galley asks, or sign in once with git in a terminal (“git push”).';
const keptInHelper =
  'If git keeps an old one for this host, it forgets it now; if it comes back, remove it from your credential helper.';

const wordings: Record<GitFailureCause, Wording> = {
  cancelled: { message: 'Stopped.', next: ['Publish again when you like.'], outcome: 'cancelled' },
  'no-answer': {
    message: 'The remote does not answer.',
    next: ['Check the connection, then publish again.'],
    outcome: 'offline',
  },
  'git-missing': {
    message: 'Git could not be started.',
    next: ['Install git 2.30 or newer, then try again.'],
    outcome: 'blocked',
  },
  'sign-in-needed': {
    message: 'Git could not sign in to the remote.',
    next: [signIn],
    outcome: 'needs-sign-in',
  },
  'sign-in-refused': {
    message: 'The remote knows who you are and does not let you write there.',
    next: ['Ask its owner for permission to write, or sign in as somebody who has it.', signIn],
    outcome: 'needs-sign-in',
  },
  'sign-in-cancelled': {
    message: 'The remote asks who you are, and you did not sign in.',
    next: ['Publish again when you want to sign in.'],
    outcome: 'needs-sign-in',
  },
  'sign-in-unanswered': {
    message: 'The remote asks who you are, and nobody answered in time.',
    next: ['Publish again and sign in when Galley asks.'],
    outcome: 'needs-sign-in',
  },
  'token-needed': {
    message: 'The remote takes no password from programs any more: it wants an access token in its place.',
    next: [
      'Make an access token in the settings of your account there, with permission to write to the repository.',
      'Publish again and give the token where the password is asked for.',
    ],
    outcome: 'needs-sign-in',
  },
  'token-expired': {
    message: 'Your access token for the remote has run out or was taken back.',
    next: [
      'Make a new one in the settings of your account there, then publish again and give it.',
      keptInHelper,
    ],
    outcome: 'needs-sign-in',
  },
  'scope-missing': {
    message: 'Your access token is valid, but it was not given the permission for this.',
    next: [
      'Give the token permission to write to this repository (and “workflow”, where the files of GitHub’s Actions change), or make one that has it.',
      'Then publish again.',
    ],
    outcome: 'needs-sign-in',
  },
  'single-sign-on-needed': {
    message: 'The organisation that owns the repository wants single sign-on for this token or key.',
    next: [
      'Open the settings of your account there, choose the token or key and allow it for the organisation (“Configure SSO”).',
      'Then publish again.',
    ],
    outcome: 'needs-sign-in',
  },
  'ssh-key-refused': {
    message: 'The remote did not accept your SSH key.',
    next: [
      'Add the public half of your key (a file such as id_ed25519.pub) to your account there, then publish again.',
      'If it is there already, see that ssh offers that key (“ssh-add -l”).',
    ],
    outcome: 'needs-sign-in',
  },
  'ssh-key-unreadable': {
    message: 'SSH does not use your key, because its file cannot be read or others may read it too.',
    next: [
      'Make the file readable for you alone (“chmod 600” and its path, named below), then publish again.',
    ],
    outcome: 'needs-sign-in',
  },
  'ssh-agent-silent': {
    message: 'The SSH agent, which holds your keys, does not answer or did not sign.',
    next: ['Start the agent or unlock it, add your key (“ssh-add”), then publish again.'],
    outcome: 'needs-sign-in',
  },
  'passphrase-wrong': {
    message: 'The passphrase did not open your SSH key.',
    next: ['Publish again with the passphrase of that key.'],
    outcome: 'needs-sign-in',
  },
  'host-key-unknown': {
    message:
      'This computer has never spoken with the remote by SSH, so it does not know the remote’s key yet.',
    next: [
      'Publish from Galley’s window or a terminal and compare the fingerprint when it is shown, or connect once with “ssh”.',
    ],
    outcome: 'needs-sign-in',
  },
  'host-key-changed': {
    message:
      'The remote shows another SSH key than it did before. Somebody may be in between, so nothing was sent.',
    next: [
      'Do not publish there until you know why: ask its owner, or look whether the host announced a new key.',
      'Only if it did: remove the old key (“ssh-keygen -R HOST”) and publish again; Galley then shows the new one to compare.',
    ],
    outcome: 'needs-sign-in',
  },
  'host-key-declined': {
    message: 'You did not accept the remote’s key, so nothing was sent.',
    next: ['Compare the fingerprint with the one that the host gives out, then publish again.'],
    outcome: 'needs-sign-in',
  },
  'certificate-refused': {
    message: 'The remote’s certificate could not be trusted.',
    next: ['Check the date of this computer and the certificate of the remote, then publish again.'],
    outcome: 'offline',
  },
  'host-unreachable': {
    message: 'The remote cannot be reached.',
    next: ['Check the connection, then publish again.'],
    outcome: 'offline',
  },
  'connection-lost': {
    message: 'The connection to the remote broke off.',
    next: ['Check the connection, then publish again.'],
    outcome: 'offline',
  },
  'server-error': {
    message: 'The remote’s server has a problem of its own.',
    next: ['Wait a little, then publish again.'],
    outcome: 'offline',
  },
  'remote-missing': {
    message: 'There is no repository at the remote’s address, or you may not see it.',
    next: [
      'Check the address with “git remote -v”; it may have been renamed or moved.',
      'If it is right, your key or sign-in is of an account that may not see it: use that of its owner.',
    ],
    outcome: 'offline',
  },
  'remote-branch-missing': {
    message: 'The remote does not have this branch yet.',
    next: ['Publish to create it.'],
    outcome: 'offline',
  },
  'protocol-not-allowed': {
    message: 'The remote’s address is of a kind that git does not use here.',
    next: ['Give the remote an https or ssh address with “git remote set-url”.'],
    outcome: 'refused',
  },
  'remote-is-ahead': {
    message: 'Someone published since you last brought their changes in.',
    next: ['Bring in their changes, then publish again.'],
    outcome: 'remote-is-ahead',
  },
  'refused-by-server-hook': {
    message: 'The remote refused it by a rule of its own.',
    next: ['Read what the remote says, change what it asks for, then publish again.'],
    outcome: 'refused',
  },
  'branch-protected': {
    message: 'The remote protects this branch: nobody may publish to it directly.',
    next: ['Publish from another branch and ask for a review there, or ask for permission.'],
    outcome: 'refused',
  },
  'file-too-large': {
    message: 'The remote refused it because a file is too large.',
    next: ['Make the file smaller or keep it elsewhere, then publish again.'],
    outcome: 'refused',
  },
  'secret-detected': {
    message: 'The remote refused it because it looks as if it holds a password or key.',
    next: ['Take the secret out and change it, then publish again.'],
    outcome: 'refused',
  },
  'private-email': {
    message: 'The remote refused it because it would show your private mail address.',
    next: ['Set the address that the remote offers (“git config user.email …”), then publish again.'],
    outcome: 'refused',
  },
  'refused-by-remote': {
    message: 'The remote refused it.',
    next: ['Read what the remote says, then publish again.'],
    outcome: 'refused',
  },
  'refused-by-own-hook': {
    message: 'A check of this repository (a git hook) refused it.',
    next: ['Read what the check says, change what it asks for, then publish again.'],
    outcome: 'refused',
  },
  'local-changes-in-the-way': {
    message: 'Their changes touch files that you are changing too.',
    next: ['Publish your changes to those files first, then bring theirs in.'],
    outcome: 'conflict',
  },
  'merge-conflict': {
    message: 'You and somebody else changed the same lines.',
    next: ['Compare both versions and decide in a git program (“git merge”).'],
    outcome: 'conflict',
  },
  'unrelated-histories': {
    message: 'This repository and the remote have nothing in common.',
    next: ['Check the address with “git remote -v”.'],
    outcome: 'conflict',
  },
  'history-cut-short': {
    message: 'This copy of the repository has only a part of its history, which the remote does not take.',
    next: ['Fetch the rest with “git fetch --unshallow”, then publish again.'],
    outcome: 'refused',
  },
  'merge-unfinished': {
    message: 'A merge is unfinished in this repository.',
    next: ['Finish it or call it off (“git merge --abort”), then publish again.'],
    outcome: 'blocked',
  },
  'identity-missing': {
    message: 'Git does not know your name and mail address, which every commit carries.',
    next: ['Set them with “git config user.name …” and “git config user.email …”, then publish again.'],
    outcome: 'blocked',
  },
  'signing-failed': {
    message: 'Git is set to sign commits, and signing failed.',
    next: ['Check your signing key, then publish again.'],
    outcome: 'blocked',
  },
  'signed-push-not-taken': {
    message: 'Git is set to sign what it pushes, which this remote does not take.',
    next: [
      'Have git sign only where it is asked to (“git config push.gpgSign if-asked”), then publish again.',
    ],
    outcome: 'blocked',
  },
  'line-ends': {
    message: 'Git is set to refuse files whose line ends it would have to change (core.safecrlf).',
    next: [
      'Give the file the line ends that the repository wants, or change that setting, then publish again.',
    ],
    outcome: 'blocked',
  },
  'filter-failed': {
    message: 'A program that this repository uses to store files (a filter such as Git LFS) failed.',
    next: ['Install or repair that program, then publish again.'],
    outcome: 'blocked',
  },
  'outside-sparse-checkout': {
    message: 'This copy of the repository leaves out the folder of one of these files (a sparse checkout).',
    next: ['Add the folder with “git sparse-checkout add FOLDER”, then publish again.'],
    outcome: 'blocked',
  },
  ignored: {
    message: 'Git is told to ignore one of these files.',
    next: ['Take it out of .gitignore, then publish again.'],
    outcome: 'blocked',
  },
  'nothing-to-commit': {
    message: 'There is nothing new to publish.',
    next: [],
    outcome: 'nothing-to-publish',
  },
  locked: {
    message: 'Another git program is working in this repository.',
    next: ['Wait for it to finish, then publish again.'],
    outcome: 'blocked',
  },
  'dubious-ownership': {
    message: 'This repository belongs to another user of this computer, so git refuses to work in it.',
    next: ['Open it as its owner, or take ownership of the folder.'],
    outcome: 'blocked',
  },
  'no-repository': {
    message: 'This folder is not a git repository any more.',
    next: ['Check that the folder is the one you mean.'],
    outcome: 'blocked',
  },
  'broken-repository': {
    message: 'Git cannot read this repository. Your posts are not affected.',
    next: ['Look at it with “git fsck” in a terminal, or make a new copy of the remote beside it.'],
    outcome: 'blocked',
  },
  'bad-configuration': {
    message: 'A setting of git cannot be understood.',
    next: ['Look at the details, correct the setting, then try again.'],
    outcome: 'blocked',
  },
  'permission-denied': {
    message: 'Git may not write in this repository.',
    next: ['Give yourself permission to write in its folder, then publish again.'],
    outcome: 'blocked',
  },
  'disk-full': {
    message: 'The disk is full. Your posts are as they were.',
    next: ['Make room on the disk, then publish again.'],
    outcome: 'blocked',
  },
  unknown: {
    message: 'Git could not do this, for a reason that Galley does not know.',
    next: ['Look at the details, then publish again.'],
    outcome: 'blocked',
  },
};

/** Looked for in this order: the first that fits names the cause. */
const signs: readonly (readonly [GitFailureCause, RegExp])[] = [
  ['no-answer', /Operation too slow/i],
  ['signed-push-not-taken', /does not support --signed push/i],
  ['refused-by-own-hook', /ref updates aborted by hook|aborted by the reference-transaction hook/i],
  ['history-cut-short', /shallow update not allowed/i],
  [
    'remote-is-ahead',
    /\((?:fetch first|non-fast-forward|needs force|stale info)\)|is at [0-9a-f]+ but expected|Updates were rejected because|Not possible to fast-forward/,
  ],
  ['dubious-ownership', /detected dubious ownership|unsafe repository/i],
  ['disk-full', /No space left on device|disk quota exceeded/i],
  ['broken-repository', /unable to resolve reference .*: (?:reference broken|Invalid argument)/i],
  [
    'locked',
    /Unable to create '.*\.lock': File exists|Another git process seems to be running|could not lock config file|cannot lock ref|unable to lock/i,
  ],
  [
    'identity-missing',
    /Please tell me who you are|empty ident name|unable to auto-detect email|no email was given|no name was given/i,
  ],
  [
    'signing-failed',
    /gpg failed to sign|failed to sign the data|failed to write commit object\s*$.*sign|Couldn't (?:load|find) .*signing key|error: .*ssh-keygen|Couldn't (?:load public key|sign message)|No private key found for public key|user\.signingkey .*needs? to be|cannot run (?:\S*\/)?(?:gpg|ssh-keygen)/i,
  ],
  ['line-ends', /(?:LF|CRLF) would be replaced by (?:LF|CRLF)/],
  [
    'filter-failed',
    /(?:clean|smudge) filter .* failed|external filter .* failed|git-lfs.*not found|LFS: .*attribute/i,
  ],
  ['outside-sparse-checkout', /outside of your sparse-checkout/i],
  ['ignored', /paths are ignored by one of your \.gitignore/i],
  [
    'secret-detected',
    /GH013[\s\S]*secret|Push cannot contain secrets|secret(?:s)? (?:was |were )?detected|GITHUB PUSH PROTECTION/i,
  ],
  ['private-email', /GH007|private email address/i],
  [
    'file-too-large',
    /GH001|exceeds? (?:GitHub's |the )?(?:maximum )?file size|file size limit|larger than the maximum|pack exceeds maximum allowed size/i,
  ],
  [
    'branch-protected',
    /GH006|GH013|protected branch|branch is protected|branch .* is protected|Changes must be made through a pull request|Permission denied to update branch|You can't push to this branch|TF402455|prohibited by Gerrit/i,
  ],
  ['single-sign-on-needed', /SAML SSO|SAML enforcement|must re-authorize the (?:OAuth|GitHub) App/i],
  [
    'scope-missing',
    /insufficient[_ ]scope|without [`'"]?workflow[`'"]? scope|lack one or more required privilege scopes|Write access to repository not granted|Resource not accessible by|requires higher privileges than provided|improper(?:ly)? scoped token/i,
  ],
  [
    'token-expired',
    /(?:token|credentials?|password)\b[^.\n]{0,60}\b(?:has|have|is|are) (?:expired|been revoked)|expired (?:\w+ )?token|token (?:was )?(?:expired|revoked)/i,
  ],
  [
    'token-needed',
    /Support for password authentication was removed|Password authentication is not supported|stopped supporting account passwords|app passwords? (?:is|are|has been|have been) (?:deprecated|disabled|removed|no longer)|You must use a personal access token with|The requested URL returned error: 410/i,
  ],
  ['refused-by-server-hook', /\((?:pre-receive|update|proc-receive) hook declined\)|hook declined/],
  [
    'refused-by-remote',
    /\[remote rejected\]|\[remote failure\]|remote unpack failed|refusing to update checked out branch|denied by remote/,
  ],
  [
    'protocol-not-allowed',
    /transport '.*' not allowed|Unable to find remote helper|remote helper .* aborted|strange (?:hostname|pathname|port) '.*' blocked/i,
  ],
  [
    'host-key-changed',
    /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for .* has changed|Offending \S+ key in|POSSIBLE DNS SPOOFING/i,
  ],
  ['host-key-unknown', /Host key verification failed|No \S+ host key is known for/i],
  [
    'ssh-key-unreadable',
    /UNPROTECTED PRIVATE KEY FILE|Load key .*: (?:bad permissions|Permission denied|invalid format|error in libcrypto)|bad permissions: ignore key/i,
  ],
  ['passphrase-wrong', /incorrect passphrase supplied|bad passphrase/i],
  [
    'ssh-agent-silent',
    /communication with agent failed|agent refused operation|Could not open a connection to your authentication agent|Error connecting to agent/i,
  ],
  [
    'ssh-key-refused',
    /Permission denied \((?:publickey|password|keyboard|gssapi)|no such identity|Too many authentication failures/i,
  ],
  [
    'sign-in-refused',
    /The requested URL returned error: 403|HTTP 403|Permission to .* denied|not allowed to (?:force )?(?:push|upload)|marked as read[- ]only|User permission denied|do(?:es)? not have (?:push|write) access|deploy key does not have write/i,
  ],
  [
    'sign-in-needed',
    /Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|The requested URL returned error: 40[17]|HTTP 401|Invalid username or (?:password|token)|Invalid credentials|unable to read askpass|HTTP Basic: Access denied/i,
  ],
  [
    'certificate-refused',
    /SSL certificate problem|server certificate verification failed|certificate (?:has expired|subject name)/i,
  ],
  [
    'host-unreachable',
    /Could not resolve (?:host|hostname|proxy)|Name or service not known|Temporary failure in name resolution|Connection (?:refused|timed out)|Failed to connect|Couldn't connect|Network is unreachable|No route to host|Operation timed out|unable to look up|Could not connect to server/i,
  ],
  ['server-error', /The requested URL returned error: (?:5\d\d|429)|HTTP 5\d\d|Internal Server Error/i],
  [
    'remote-missing',
    /Repository not found|repository '.*' not found|does not appear to be a git repository|The requested URL returned error: 404|No such remote|project you were looking for could not be found|'.*' does not exist|not a git repository: '|no path specified|ERROR: .*not found/i,
  ],
  ['remote-branch-missing', /couldn't find remote ref|Remote branch .* not found/i],
  [
    'connection-lost',
    /RPC failed|early EOF|the remote end hung up|unexpected disconnect|Connection (?:reset|closed)|Operation too slow|transfer closed|Recv failure|Send failure|Broken pipe|Empty reply from server|SSL_ERROR|gnutls|unable to access '/i,
  ],
  [
    'merge-unfinished',
    /You have not concluded your (?:merge|cherry-pick)|cannot do a partial commit during|Exiting because of an unresolved conflict|you need to resolve your current index|unmerged (?:files|paths)|Committing is not possible because you have unmerged/i,
  ],
  [
    'local-changes-in-the-way',
    /would be overwritten by (?:merge|checkout)|not uptodate\. Cannot merge|Please commit your changes or stash them|cannot merge: You have unstaged changes/i,
  ],
  ['unrelated-histories', /refusing to merge unrelated histories/i],
  ['merge-conflict', /CONFLICT \(|Automatic merge failed/],
  [
    'bad-configuration',
    /bad (?:numeric |boolean )?config (?:value|line|file)|unknown repository extension|invalid value for/i,
  ],
  [
    'broken-repository',
    /index file (?:corrupt|smaller)|cache entry has null sha1|bad index file|bad signature|unknown index entry format|bad (?:object|tree|sha1|revision|ref)|missing (?:blob|tree|object)|unable to read (?:tree|sha1 file)|object file .* is (?:empty|corrupt)|loose object .* is corrupt|invalid sha1 pointer|fatal: bad |inflate: |pack.*(?:corrupt|is invalid)|your current branch appears to be broken|cannot resolve HEAD|expected .* format version/i,
  ],
  ['no-repository', /not a git repository|must be run in a work tree/i],
  ['permission-denied', /Permission denied|Read-only file system|insufficient permission/i],
  [
    'nothing-to-commit',
    /nothing to commit|no changes added to commit|nothing added to commit|working tree clean/i,
  ],
];

/** Names the cause from git's own English words. */
export function causeOf(words: string): GitFailureCause {
  return signs.find(([, sign]) => sign.test(words))?.[0] ?? 'unknown';
}

/** What a run that did not succeed means; undefined where it did. */
export function failureOf(answer: GitAnswer): GitFailure | undefined {
  if (answer.ending === 'exited' && answer.exitCode === 0) return undefined;
  const detail = answer.stderr.trim();
  switch (answer.ending) {
    case 'cancelled':
      return describeFailure('cancelled', detail);
    case 'silent':
      return describeFailure('no-answer', detail);
    case 'not-started':
      return describeFailure('git-missing', detail);
    default:
      return describeFailure(causeOf(`${answer.stdout.toString('utf8')}\n${detail}`), detail);
  }
}

/** A cause with its sentence and next step. */
export function describeFailure(cause: GitFailureCause, detail: string): GitFailure {
  const { message, next } = wordings[cause];
  const lock = cause === 'locked' ? /Unable to create '(.*\.lock)'/.exec(detail)?.[1] : undefined;
  const forLock =
    lock === undefined ? [] : [`If no other git program is running, delete ${lock}, then publish again.`];
  return { cause, message, next: [...next, ...forLock], detail };
}

/** How publishing ends when it meets this cause. */
export function outcomeOf(cause: GitFailureCause): PublishOutcomeKind {
  return wordings[cause].outcome;
}

/** The failure as an error, for operations whose outcomes do not include it. */
export function asAppError(failure: GitFailure): AppError {
  const { message, next, detail } = failure;
  switch (failure.cause) {
    case 'dubious-ownership':
      return new AppError('dubious-ownership', { detail });
    case 'git-missing':
      return new AppError('git-missing', { detail });
    case 'no-repository':
      return new AppError('no-repository', { detail });
    case 'locked':
      return new AppError('repository-busy', { detail });
    default:
      return new AppError('git-failed', { message, next, detail });
  }
}
