/**
 * Every failure that a person can meet, worded once. A failure that is none of these is a bug and is loud.
 * Outcomes that are expected (a conflict on save, a remote that is ahead) are values, not errors.
 */
export type AppErrorCode =
  | 'bad-input'
  | 'unknown-method'
  | 'not-available'
  | 'no-site-open'
  | 'folder-missing'
  | 'folder-unreadable'
  | 'not-a-folder'
  | 'path-outside-site'
  | 'post-missing'
  | 'post-exists'
  | 'post-unreadable'
  | 'post-too-large'
  | 'not-text'
  | 'not-a-picture'
  | 'picture-too-large'
  | 'write-refused'
  | 'disk-full'
  | 'front-matter-edit-refused'
  | 'git-missing'
  | 'git-failed'
  | 'no-repository'
  | 'untrusted'
  | 'dubious-ownership'
  | 'repository-busy'
  | 'theme-broken'
  | 'output-not-ours'
  | 'build-running'
  | 'not-allowed'
  | 'disconnected'
  | 'internal';

interface Explanation {
  /** What happened, in a writer's words. `message` given with the error replaces it where there is more to say. */
  text: string;
  /** What to do next, most useful first. */
  next: readonly string[];
}

const explanations: Record<AppErrorCode, Explanation> = {
  'bad-input': { text: 'That request is not of the right form.', next: ['Check the values and try again.'] },
  'unknown-method': { text: 'Galley has no such operation.', next: ['Update Galley, or check the name.'] },
  'not-available': { text: 'This is not available here.', next: ['Use the desktop window for it.'] },
  'no-site-open': { text: 'No blog is open.', next: ['Open a blog first.'] },
  'folder-missing': {
    text: 'This folder is not there.',
    next: ['Check the path, or choose another folder.'],
  },
  'folder-unreadable': {
    text: 'This folder may not be read.',
    next: ['Give yourself permission to read it, or choose another folder.'],
  },
  'not-a-folder': { text: 'This is a file, not a folder.', next: ['Choose the folder of the blog.'] },
  'path-outside-site': {
    text: 'This path leads out of the blog.',
    next: ['Use a path inside the blog.'],
  },
  'post-missing': {
    text: 'This post is no longer there.',
    next: ['Keep your text as a new post, or close it.'],
  },
  'post-exists': { text: 'A file of that name is there already.', next: ['Choose another name.'] },
  'post-unreadable': { text: 'This file may not be read.', next: ['Give yourself permission to read it.'] },
  'post-too-large': { text: 'This file is too large to be a post.', next: ['Open it in another program.'] },
  'not-text': {
    text: 'This file is not text in UTF-8, so Galley leaves it alone.',
    next: ['Convert it to UTF-8 to edit it here.'],
  },
  'not-a-picture': {
    text: 'This file is no picture that a web page can show.',
    next: ['Save it as JPEG, PNG, WebP, AVIF, GIF or SVG, then add that.'],
  },
  'picture-too-large': {
    text: 'This picture is larger than 50 MB.',
    next: ['Make it smaller in another program, then add it.'],
  },
  'write-refused': {
    text: 'The file could not be written. Your text is still here, and the file is as it was.',
    next: ['Try again.', 'Give yourself permission to write it.', 'Save your text elsewhere.'],
  },
  'disk-full': {
    text: 'The disk is full. Your text is still here, and the file is as it was.',
    next: ['Make room on the disk, then try again.'],
  },
  'front-matter-edit-refused': {
    text: 'That field could not be changed safely, so nothing was changed.',
    next: ['Edit the front matter as text.'],
  },
  'git-missing': {
    text: 'Git is not installed, so Galley can write but not publish.',
    next: ['Install git 2.30 or newer, then try again.'],
  },
  'git-failed': { text: 'Git could not do this.', next: ['Look at the details, then try again.'] },
  'no-repository': {
    text: 'This blog is not in a git repository, so there is nowhere to publish it.',
    next: ['Make it a repository with “git init” and add a remote.'],
  },
  untrusted: {
    text: 'This repository would run programs on this computer, and you have not trusted it yet.',
    next: ['Look at what it would run (galley trust --show), then trust it (galley trust).'],
  },
  'dubious-ownership': {
    text: 'This repository belongs to another user of this computer, so git refuses to work in it.',
    next: ['Open it as its owner, or take ownership of the folder.'],
  },
  'repository-busy': {
    text: 'Another program is working in this repository.',
    next: ['Wait for it to finish, then try again.'],
  },
  'theme-broken': {
    text: 'The theme of this site does not work.',
    next: ['Correct the theme, or choose another one in galley.yml.'],
  },
  'output-not-ours': {
    text: 'This folder holds files that are not of a built site, so nothing was written there.',
    next: ['Choose an empty or a new folder.'],
  },
  'build-running': {
    text: 'This site is being built by another Galley just now.',
    next: ['Wait for it to finish, then try again.'],
  },
  'not-allowed': {
    text: 'That request does not come from Galley’s own window.',
    next: ['Use Galley’s window.'],
  },
  disconnected: {
    text: 'Galley’s window has lost its connection. Your text is still here.',
    next: ['Start Galley again, then try again.'],
  },
  internal: {
    text: 'Something went wrong inside Galley. Your files are as they were.',
    next: ['Try again, and report it if it happens again.'],
  },
};

/** An error as it crosses to the window or a script. Holds no secrets, paths only where the author gave them. */
export interface AppErrorData {
  code: AppErrorCode;
  message: string;
  next: string[];
  /** The raw words of the system or of git, for those who want them. Shown only on demand. */
  detail?: string;
}

export interface AppErrorOptions {
  /** Replaces the general sentence of the code. */
  message?: string;
  next?: string[];
  detail?: string;
  cause?: unknown;
}

/** A failure with a code of the closed list, a sentence and the next step. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly next: string[];
  readonly detail: string | undefined;

  constructor(code: AppErrorCode, options: AppErrorOptions = {}) {
    super(options.message ?? explanations[code].text, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.next = options.next ?? [...explanations[code].next];
    this.detail = options.detail;
  }

  /** The error as data, to cross a process or the network. */
  toData(): AppErrorData {
    const data: AppErrorData = { code: this.code, message: this.message, next: this.next };
    return this.detail === undefined ? data : { ...data, detail: this.detail };
  }

  /** The error again from its data, on the other side. */
  static fromData(data: AppErrorData): AppError {
    const { code, message, next, detail } = data;
    return new AppError(code, detail === undefined ? { message, next } : { message, next, detail });
  }
}
