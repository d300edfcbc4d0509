import type { GitFailureCause } from './failure-cause.ts';

/** What in git's own English words tells a cause. Looked for in this order: the first that fits names the cause. */
export const failureSigns: readonly (readonly [GitFailureCause, RegExp])[] = [
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
