import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Blog, blogOver, makeBlog } from '../../helpers/publishing.ts';
import { writeHook, writeScript } from '../../helpers/remotes/hooks.ts';
import { git, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const POST = 'posts/first.md';

interface Trap {
  blog: Blog;
  /** A program that leaves a trace when it is run. */
  program: string;
  /** Whether it was. */
  wasRun(): boolean;
}

/** Makes a repository one that would run the program. The word is what the author must read of it. */
type Bait = [name: string, word: string | RegExp, set: (tree: string, program: string) => void];

const config = (tree: string, key: string, value: string) => git(tree, 'config', key, value);
const attribute = (tree: string, words: string) => writeFiles(tree, { '.gitattributes': `*.md ${words}\n` });

const baits: Bait[] = [
  ['a file system monitor', 'core.fsmonitor', (tree, program) => config(tree, 'core.fsmonitor', program)],
  [
    'a hook on the index',
    'hook post-index-change',
    (tree, program) => hook(tree, 'post-index-change', program),
  ],
  [
    'a hook on every reference',
    'hook reference-transaction',
    (tree, program) => hook(tree, 'reference-transaction', program),
  ],
  ['a hook before a commit', 'hook pre-commit', (tree, program) => hook(tree, 'pre-commit', program)],
  [
    'a hooks folder of its own',
    'core.hookspath',
    (tree, program) => {
      mkdirSync(join(tree, 'tools'));
      writeScript(join(tree, 'tools', 'post-index-change'), `exec ${program}`);
      config(tree, 'core.hooksPath', 'tools');
    },
  ],
  [
    'a clean filter',
    'filter.x.clean',
    (tree, program) => {
      attribute(tree, 'filter=x');
      config(tree, 'filter.x.clean', program);
    },
  ],
  [
    'a filter process',
    'filter.x.process',
    (tree, program) => {
      attribute(tree, 'filter=x');
      config(tree, 'filter.x.process', program);
    },
  ],
  ['an external diff', 'diff.external', (tree, program) => config(tree, 'diff.external', program)],
  [
    'a text conversion',
    'diff.x.textconv',
    (tree, program) => {
      attribute(tree, 'diff=x');
      config(tree, 'diff.x.textconv', program);
    },
  ],
  [
    'a signing program',
    'gpg.program',
    (tree, program) => {
      config(tree, 'commit.gpgSign', 'true');
      config(tree, 'gpg.program', program);
    },
  ],
  [
    'an ssh command',
    'core.sshcommand',
    (tree, program) => {
      config(tree, 'core.sshCommand', program);
      git(tree, 'remote', 'set-url', 'origin', 'ssh://example.invalid/blog.git');
    },
  ],
  [
    'an address that is rewritten to a program',
    /insteadof/,
    (tree, program) => {
      config(tree, `url.ext::sh -c ${program} .insteadOf`, 'safe:');
      config(tree, 'protocol.ext.allow', 'always');
      git(tree, 'remote', 'set-url', 'origin', 'safe:blog');
    },
  ],
  [
    'a program on the remote’s side',
    'remote.origin.uploadpack',
    (tree, program) => config(tree, 'remote.origin.uploadpack', program),
  ],
  ['an editor', 'core.editor', (tree, program) => config(tree, 'core.editor', program)],
  [
    'a file of further settings',
    'include.path',
    (tree, program) => {
      writeFiles(tree, { 'more.config': `[core]\n\tfsmonitor = ${program}\n` });
      config(tree, 'include.path', '../more.config');
    },
  ],
  [
    'a credential helper',
    'credential.helper',
    (tree, program) => config(tree, 'credential.helper', `!${program}`),
  ],
  [
    'a merge driver',
    'merge.x.driver',
    (tree, program) => {
      attribute(tree, 'merge=x');
      config(tree, 'merge.x.driver', program);
    },
  ],
  ['an askpass', 'core.askpass', (tree, program) => config(tree, 'core.askPass', program)],
  [
    'a program between here and the remote',
    'core.gitproxy',
    (tree, program) => {
      config(tree, 'core.gitProxy', program);
      git(tree, 'remote', 'set-url', 'origin', 'git://example.invalid/blog.git');
    },
  ],
  [
    'a command that lists borrowed objects',
    'core.alternaterefscommand',
    (tree, program) => {
      config(tree, 'core.alternateRefsCommand', program);
      writeFiles(tree, { '.git/objects/info/alternates': `${join(tree, '..', 'remote.git', 'objects')}\n` });
    },
  ],
  [
    'a program that signs with an SSH key',
    'gpg.ssh.program',
    (tree, program) => {
      config(tree, 'commit.gpgSign', 'true');
      config(tree, 'gpg.format', 'ssh');
      config(tree, 'user.signingKey', 'key::ssh-ed25519 AAAA');
      config(tree, 'gpg.ssh.program', program);
    },
  ],
  [
    'a command that names the key to sign with',
    'gpg.ssh.defaultkeycommand',
    (tree, program) => {
      config(tree, 'commit.gpgSign', 'true');
      config(tree, 'gpg.format', 'ssh');
      config(tree, 'gpg.ssh.defaultKeyCommand', program);
    },
  ],
  [
    'a credential helper for one host',
    'credential.https://example.invalid.helper',
    (tree, program) => config(tree, 'credential.https://example.invalid.helper', `!${program}`),
  ],
  ['an editor of lists', 'sequence.editor', (tree, program) => config(tree, 'sequence.editor', program)],
  [
    'a hook on packing',
    'uploadpack.packobjectshook',
    (tree, program) => config(tree, 'uploadpack.packObjectsHook', program),
  ],
  [
    'a file of further settings on a condition',
    'includeif.onbranch:main.path',
    (tree, program) => {
      writeFiles(tree, { 'more.config': `[core]\n\tfsmonitor = ${program}\n` });
      config(tree, 'includeIf.onbranch:main.path', '../more.config');
    },
  ],
  [
    'a submodule that is updated by a program',
    'submodule.theme.update',
    (tree, program) => config(tree, 'submodule.theme.update', `!${program}`),
  ],
  [
    'a remote that is a program',
    'remote.origin.url',
    (tree, program) => {
      config(tree, 'protocol.ext.allow', 'always');
      git(tree, 'remote', 'set-url', 'origin', `ext::${program} x`);
    },
  ],
  [
    'a remote that is pushed to through a program',
    'remote.origin.pushurl',
    (tree, program) => config(tree, 'remote.origin.pushurl', `ext::${program} x`),
  ],
  [
    'a hook by configuration',
    'hook.x.command',
    (tree, program) => {
      config(tree, 'hook.x.command', program);
      config(tree, 'hook.x.event', 'pre-commit');
    },
  ],
  [
    'a filter by attributes that are not in the blog',
    'filter.x.clean',
    (tree, program) => {
      writeFiles(tree, { '.git/info/attributes': '*.md filter=x\n' });
      config(tree, 'filter.x.clean', program);
    },
  ],
  [
    'a hooks folder of one working tree',
    'core.hookspath',
    (tree, program) => {
      config(tree, 'extensions.worktreeConfig', 'true');
      mkdirSync(join(tree, 'tools'));
      writeScript(join(tree, 'tools', 'post-index-change'), `exec ${program}`);
      git(tree, 'config', '--worktree', 'core.hooksPath', 'tools');
    },
  ],
  [
    'settings of one working tree',
    'core.fsmonitor',
    (tree, program) => {
      config(tree, 'extensions.worktreeConfig', 'true');
      git(tree, 'config', '--worktree', 'core.fsmonitor', program);
    },
  ],
];

function hook(tree: string, name: string, program: string): void {
  writeHook(join(tree, '.git'), name, `exec ${program}`);
}

function setTrap(set: Bait[2]): Trap {
  const parent = temporaryFolder();
  const blog = makeBlog(parent);
  const trace = join(parent, 'trace');
  const program = join(parent, 'trap');
  writeScript(program, `echo run >> '${trace}'; cat >/dev/null 2>&1 </dev/null; exit 0`);
  set(blog.tree, program);
  // Another time than the index knows, and the same size, make git look into the file, through its filters.
  writeFiles(blog.tree, { [POST]: '# Frist\n' });
  const later = new Date(Date.now() + 5_000);
  utimesSync(join(blog.tree, POST), later, later);
  rmSync(trace, { force: true });
  return { blog, program, wasRun: () => existsSync(trace) };
}

describe('a repository that would run programs', () => {
  it.each(baits)('runs nothing through %s before it is trusted, and says so', async (_name, word, set) => {
    const { blog, wasRun } = setTrap(set);
    const { publishing } = blog;
    expect(await publishing.summary()).toEqual({
      branch: 'main',
      remote: undefined,
      ahead: undefined,
      behind: undefined,
      state: 'untrusted',
    });
    const report = await publishing.trust.describe();
    expect(report.trusted).toBe(false);
    expect(report.runs.join('\n')).toMatch(word);
    for (const attempt of [
      () => publishing.plan(),
      () => publishing.diff(POST),
      () => blog.publish({ paths: [POST] }),
      () => blog.bringIn(),
    ]) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'untrusted',
        message: expect.stringMatching(word),
      });
    }
    expect(wasRun()).toBe(false);
  });

  // Git itself must run a filter to compare a file.
  const filters = /filter/;
  it.each(baits.filter(([name]) => !filters.test(name)))(
    'is not run through %s by looking at a repository that is trusted',
    async (_name, _word, set) => {
      const { blog, wasRun } = setTrap(set);
      expect(await blog.publishing.trust.grant()).toMatchObject({ trusted: true });
      await blog.publishing.summary();
      await blog.publishing.plan();
      await blog.publishing.diff(POST);
      expect(wasRun()).toBe(false);
    },
  );

  it('runs the hooks of a trusted repository on a publish that the author asked for', async () => {
    const { blog, wasRun } = setTrap((tree, program) => hook(tree, 'pre-commit', program));
    await blog.publishing.trust.grant();
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
    expect(wasRun()).toBe(true);
  });
});

describe('the traps of these tests', () => {
  const sprung = (name: string, ...commands: string[][]) => ({ name, commands });
  it.each([
    sprung('a file system monitor', ['status']),
    sprung('a hook on the index', ['add', POST]),
    sprung('a hook on every reference', ['commit', '-am', 'x']),
    sprung('a hook before a commit', ['commit', '-am', 'x']),
    sprung('a hooks folder of its own', ['add', POST]),
    sprung('a clean filter', ['status']),
    sprung('a filter process', ['status']),
    sprung('an external diff', ['diff']),
    sprung('a text conversion', ['diff']),
    sprung('a signing program', ['commit', '-am', 'x']),
    sprung('an ssh command', ['fetch']),
    sprung('an address that is rewritten to a program', ['fetch']),
    sprung('a program on the remote’s side', ['fetch']),
    sprung('an editor', ['commit', '-a']),
    sprung('a file of further settings', ['status']),
    sprung('settings of one working tree', ['status']),
    sprung('a program between here and the remote', ['fetch']),
    sprung('a command that names the key to sign with', ['commit', '-am', 'x']),
    sprung('a file of further settings on a condition', ['status']),
    sprung('a remote that is a program', ['fetch']),
    sprung('a filter by attributes that are not in the blog', ['status']),
    sprung('a hooks folder of one working tree', ['add', POST]),
  ])('catch a git that is not careful: $name', ({ name, commands }) => {
    const set = baits.find(([each]) => each === name)?.[2];
    if (!set) throw new Error(`There is no trap called ${name}.`);
    const { blog, wasRun } = setTrap(set);
    for (const command of commands) {
      // Whether git succeeds is beside the point.
      try {
        git(blog.tree, ...command);
      } catch {}
    }
    expect(wasRun()).toBe(true);
  });
});

describe('a submodule', () => {
  it('is left alone: what its own configuration would run is not run', async () => {
    const parent = temporaryFolder();
    const blog = makeBlog(parent);
    const theme = join(parent, 'theme');
    git(parent, 'init', '-q', '-b', 'main', theme);
    writeFiles(theme, { 'style.css': 'body {}\n', '.gitattributes': '*.css filter=x\n' });
    git(theme, 'add', '-A');
    git(theme, 'commit', '-q', '-m', 'theme');
    git(blog.tree, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', theme, 'theme');
    git(blog.tree, 'commit', '-q', '-m', 'with a theme');
    git(blog.tree, 'push', '-q');
    const trace = join(parent, 'trace');
    writeScript(join(parent, 'trap'), `echo run >> '${trace}'; cat`);
    config(join(blog.tree, 'theme'), 'filter.x.clean', join(parent, 'trap'));
    config(join(blog.tree, 'theme'), 'core.fsmonitor', join(parent, 'trap'));
    writeFiles(blog.tree, { 'theme/style.css': 'both {}\n', [POST]: '# First, again\n' });
    expect((await blog.publishing.trust.describe()).trusted).toBe(true);
    expect((await blog.publishing.plan()).changes.map(({ path }) => path)).toEqual([POST]);
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published', paths: [POST] });
    expect(existsSync(trace)).toBe(false);
  });
});

describe('a submodule with an address that is a program', () => {
  it('is not fetched, updated or pushed, whatever the settings ask for', async () => {
    const parent = temporaryFolder();
    const blog = makeBlog(parent);
    const theme = join(parent, 'theme.git');
    git(parent, 'init', '-q', '--bare', '-b', 'main', theme);
    git(blog.tree, 'clone', '-q', theme, 'theme');
    const inside = join(blog.tree, 'theme');
    writeFiles(inside, { 'style.css': 'body {}\n' });
    git(inside, 'add', '-A');
    git(inside, 'commit', '-q', '-m', 'theme');
    git(inside, 'push', '-q', 'origin', 'HEAD:main');
    git(blog.tree, 'submodule', '--quiet', 'add', theme, 'theme');
    git(blog.tree, 'commit', '-q', '-m', 'with a theme');
    git(blog.tree, 'push', '-q');
    const trace = join(parent, 'trace');
    const trap = join(parent, 'trap');
    writeScript(trap, `echo run >> '${trace}'`);
    config(blog.tree, 'submodule.theme.url', `ext::${trap} x`);
    git(blog.tree, 'config', '-f', '.gitmodules', 'submodule.theme.url', `ext::${trap} x`);
    writeHook(join(inside, '.git'), 'pre-push', `exec ${trap}`);
    for (const setting of ['push.recurseSubmodules', 'fetch.recurseSubmodules', 'submodule.recurse'])
      config(blog.tree, setting, setting === 'push.recurseSubmodules' ? 'on-demand' : 'true');
    // The theme has a commit that is not published, which the blog names.
    writeFiles(inside, { 'style.css': 'main {}\n' });
    git(inside, 'commit', '-q', '-am', 'another');
    git(blog.tree, '-c', 'submodule.recurse=false', 'commit', '-q', '-m', 'new theme', 'theme');
    writeFiles(blog.tree, { [POST]: '# First, again\n' });
    expect((await blog.publishing.trust.describe()).runs).toEqual([]);
    expect(await blog.bringIn()).toMatchObject({ kind: 'up-to-date' });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
    expect(existsSync(trace)).toBe(false);
  });
});

describe('trust', () => {
  const trusted = async (blog: Blog) => (await blog.publishing.trust.describe()).trusted;

  it('is not asked for by a plain repository, nor by one with only samples of hooks', async () => {
    const blog = makeBlog(temporaryFolder());
    writeHook(join(blog.tree, '.git'), 'pre-commit.sample', 'exit 1');
    writeFileSync(join(blog.tree, '.git', 'hooks', 'README'), 'not a program');
    expect(await blog.publishing.trust.describe()).toEqual({ trusted: true, runs: [] });
    expect(existsSync(join(blog.home.data, 'trust.json'))).toBe(false);
  });

  it('lasts, also for another process', async () => {
    const parent = temporaryFolder();
    const blog = makeBlog(parent);
    hook(blog.tree, 'pre-push', 'true');
    await blog.publishing.trust.grant();
    expect(await trusted(blog)).toBe(true);
    expect(await trusted(blogOver(parent, blog))).toBe(true);
  });

  it('is asked for again when a hook has another content, and when a setting has another value', async () => {
    const blog = makeBlog(temporaryFolder());
    hook(blog.tree, 'pre-push', 'true');
    config(blog.tree, 'core.askPass', 'one');
    await blog.publishing.trust.grant();
    appendFileSync(join(blog.tree, '.git', 'hooks', 'pre-push'), 'echo more\n');
    expect(await trusted(blog)).toBe(false);
    await blog.publishing.trust.grant();
    config(blog.tree, 'core.askPass', 'two');
    expect(await trusted(blog)).toBe(false);
  });

  it('is asked for again when an included file says something else', async () => {
    const blog = makeBlog(temporaryFolder());
    const included = join(blog.tree, '.git', 'more');
    writeFileSync(included, '[core]\n\tpager = one\n');
    config(blog.tree, 'include.path', 'more');
    const granted = await blog.publishing.trust.grant();
    expect(granted.runs).toContain('core.pager = one');
    expect(await trusted(blog)).toBe(true);
    writeFileSync(included, '[core]\n\tfsmonitor = two\n');
    expect(await trusted(blog)).toBe(false);
  });

  it('is not withdrawn by settings that run nothing', async () => {
    const blog = makeBlog(temporaryFolder());
    hook(blog.tree, 'pre-push', 'true');
    await blog.publishing.trust.grant();
    config(blog.tree, 'user.name', 'Somebody');
    config(blog.tree, 'alias.x', '!echo x');
    expect(await trusted(blog)).toBe(true);
  });

  it('holds for the working trees of one repository', async () => {
    const parent = temporaryFolder();
    const blog = makeBlog(parent);
    hook(blog.tree, 'pre-push', 'true');
    await blog.publishing.trust.grant();
    const second = join(parent, 'second');
    git(blog.tree, 'worktree', 'add', '-q', second, '-b', 'second');
    const pointer = readFileSync(join(second, '.git'), 'utf8').replace('gitdir: ', '').trim();
    expect(pointer).toContain('worktrees');
    expect(await trusted(blogOver(parent, { tree: second }))).toBe(true);
  });

  it('asks about the hooks of a remote that came along with the blog, not about those of the author’s own', async () => {
    const blog = makeBlog(temporaryFolder());
    writeHook(blog.remote, 'post-receive', 'true');
    expect(await trusted(blog)).toBe(true);
    git(blog.tree, 'remote', 'set-url', 'origin', '../remote.git');
    const report = await blog.publishing.trust.describe();
    expect(report).toMatchObject({ trusted: false });
    expect(report.runs.join()).toContain('post-receive');
  });

  it('asks again, and trusts nobody, where its file is damaged', async () => {
    const blog = makeBlog(temporaryFolder());
    hook(blog.tree, 'pre-push', 'true');
    await blog.publishing.trust.grant();
    writeFileSync(join(blog.home.data, 'trust.json'), '{"version":1,"repositories":');
    expect(await trusted(blog)).toBe(false);
  });

  const isRoot = process.getuid?.() === 0;
  it.skipIf(!isRoot)('says first that a repository is another user’s (needs root to make one)', async () => {
    const { tree, publishing } = makeBlog(temporaryFolder());
    config(tree, 'core.fsmonitor', 'some-program');
    for (const folder of ['', '.git']) chownSync(join(tree, folder), 65534, 65534);
    await expect(publishing.trust.describe()).rejects.toMatchObject({ code: 'dubious-ownership' });
    await expect(publishing.plan()).rejects.toMatchObject({ code: 'dubious-ownership' });
    expect(await publishing.summary()).toMatchObject({ state: 'untrusted', branch: 'main' });
  });
});
