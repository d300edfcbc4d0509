import type { PublishOutcomeKind } from '../../common/publish/publish.ts';
import type { GitFailureCause } from './failure-cause.ts';

/** What an author reads about a cause. */
export interface Wording {
  message: string;
  next: readonly string[];
  /** What publishing answers with. */
  outcome: PublishOutcomeKind;
}

const signIn =
  'Publish again and sign in when Galley asks, or sign in once with git in a terminal (“git push”).';
const keptInHelper =
  'If git keeps an old one for this host, it forgets it now; if it comes back, remove it from your credential helper.';

/** The sentence and the next step for every cause. */
export const failureWordings: Record<GitFailureCause, Wording> = {
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
    message: 'Git does not know your name and mail address, which every version carries.',
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
