import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { PublishOutcome, PublishOutcomeKind } from '../../../src-main/common/publish/publish.ts';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { type Blog, blogOver, plainSite, tipOf } from '../../helpers/publishing.ts';
import { writeHook, writeScript } from '../../helpers/remotes/hooks.ts';
import { hasHttpBackend, serveRemote } from '../../helpers/remotes/http-remote.ts';
import { git, gitEnvironment, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { untilGone } from '../../helpers/until-gone.ts';

const POST = 'posts/first.md';
const EDITED = '# First, again\n';
const blogFiles = { [POST]: '# First\n', 'posts/other.md': '# Other\n', 'notes.txt': 'one\n' };

/** A state before it is published from. */
interface Scene {
  parent: string;
  tree: string;
  remote: string;
  gitFolder: string;
  environment: Record<string, string>;
}

/** A state that a repository can be in, and what publishing from it must come to. */
interface State {
  /** The fault of docs/publishing.md. */
  fault: string;
  name: string;
  /** Brings a published blog into this state. The edit of the post is made before. */
  make(scene: Scene): unknown;
  /** What is published; the edited post where nothing is said. */
  paths?: string[];
  outcome: PublishOutcomeKind;
  /** What the author reads, message and next steps together. */
  says?: RegExp;
  /** Branch of the remote that publishing goes to, where it is not `main`. */
  branch?: string;
  /** The post keeps its bytes on disk unless a hook of the author rewrites it. */
  rewrites?: boolean;
  /** Git cannot check a repository that was damaged. */
  damaged?: boolean;
  /** What else holds afterwards. */
  after?(scene: Scene & { blog: Blog; outcome: PublishOutcome }): unknown;
}

const rawWords = /^\s*(fatal|error|warning|hint|remote):/im;

const allStates: [string, State[]][] = [
  ['locks and damage', locksAndDamage()],
  ['an operation under way', operations()],
  ['hooks', hooks()],
  ['remotes', remotes()],
  ['branches', branches()],
  ['files', files()],
  ['kinds of repositories', kinds()],
];

describe.each(allStates)('publishing from a repository with %s', (_group, states) => {
  it.each(states)('$fault: $name', async (state) => publishFrom(state), 60_000);
});

async function publishFrom(state: State): Promise<void> {
  const parent = temporaryFolder();
  const made = makeRepository(parent, blogFiles);
  const scene: Scene = { parent, ...made, gitFolder: join(made.tree, '.git'), environment: {} };
  writeFiles(made.tree, { [POST]: EDITED });
  await state.make(scene);
  const blog = blogOver(parent, scene, { environment: scene.environment, gitFolder: scene.gitFolder });
  await blog.publishing.trust.grant();
  const before = { files: filesOf(scene.tree), refs: refsOf(scene.remote) };

  const plan = await blog.publishing.plan();
  const outcome = await blog.publish({ paths: state.paths ?? [POST] });

  expect(outcome).toMatchObject({ outcome: state.outcome, verified: state.outcome === 'published' });
  expectPlainWords([
    plan.blocked?.reason ?? '',
    ...(plan.blocked?.next ?? []),
    outcome.message,
    ...outcome.next,
  ]);
  if (state.says) expect([outcome.message, ...outcome.next].join('\n')).toMatch(state.says);
  if (outcome.outcome !== 'published') expect(outcome.next.length).toBeGreaterThan(0);
  if (!state.rewrites) expect(filesOf(scene.tree)).toEqual(before.files);
  if (outcome.outcome === 'published') expectPublished(scene, state, outcome);
  else expect(refsOf(scene.remote)).toEqual(before.refs);
  await state.after?.({ ...scene, blog, outcome });
  if (!state.damaged) expectSound(scene.tree);
}

/** What the author reads is never led by what git says. */
function expectPlainWords(sentences: string[]): void {
  for (const sentence of sentences) expect(sentence).not.toMatch(rawWords);
}

/** The remote holds the commit, which holds the chosen files as they are on disk and nothing else. */
function expectPublished(scene: Scene, state: State, outcome: PublishOutcome): void {
  expect(tipOf(scene.remote, state.branch)).toBe(outcome.commit);
  const held = git(
    scene.remote,
    'show',
    '--no-renames',
    '--name-only',
    '--format=',
    '-z',
    outcome.commit ?? '',
  );
  expect(held.split('\0').filter(Boolean).sort()).toEqual([...(state.paths ?? [POST])].sort());
}

function expectSound(tree: string): void {
  expect(git(tree, 'fsck', '--no-dangling', '--no-progress')).toBe('');
}

/** Every file outside git's folders, with its bytes. */
function filesOf(tree: string): Record<string, string> {
  const found: Record<string, string> = {};
  const look = (folder: string): void => {
    for (const name of readdirSync(join(tree, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const status = lstatSync(join(tree, path));
      if (name === '.git') continue;
      if (status.isDirectory()) look(path);
      else if (status.isSymbolicLink()) found[path] = `-> ${readlinkSync(join(tree, path))}`;
      else
        found[path] = status.size > 1e7 ? `${status.size} bytes` : readFileSync(join(tree, path), 'latin1');
    }
  };
  look('');
  return found;
}

function refsOf(remote: string): string {
  return existsSync(remote) ? git(remote, 'for-each-ref') : 'gone';
}

/** Another commit on the remote, by somebody else. */
function publishElsewhere({ parent, remote }: Scene, changed: Record<string, string>): void {
  const other = join(parent, 'elsewhere');
  git(parent, 'clone', '-q', remote, other);
  writeFiles(other, changed);
  git(other, 'add', '-A');
  git(other, 'commit', '-q', '-m', 'From elsewhere');
  git(other, 'push', '-q');
}

/** Two branches that changed the same line; ends on `main`, whose edit of the post is committed. */
function divergedBranches(tree: string): void {
  writeFiles(tree, { [POST]: '# Main\n' });
  git(tree, 'commit', '-q', '-am', 'main');
  git(tree, 'checkout', '-q', '-b', 'side', 'HEAD~1');
  writeFiles(tree, { [POST]: '# Side\n' });
  git(tree, 'commit', '-q', '-am', 'side');
  git(tree, 'checkout', '-q', 'main');
}

function failing(run: () => unknown): void {
  expect(run).toThrow();
}

function old(path: string): void {
  utimesSync(path, new Date(0), new Date(0));
}

function locksAndDamage(): State[] {
  return [
    {
      fault: 'F9',
      name: 'a lock that another git holds for a moment',
      make: ({ tree }) => {
        const lock = join(tree, '.git', 'index.lock');
        writeFileSync(lock, '');
        setTimeout(() => rmSync(lock), 500);
      },
      outcome: 'published',
    },
    {
      fault: 'F9',
      name: 'a lock that a killed git left behind',
      make: ({ tree }) => {
        writeFileSync(join(tree, '.git', 'index.lock'), '');
        old(join(tree, '.git', 'index.lock'));
      },
      outcome: 'blocked',
      says: /index\.lock, .* old[\s\S]*delete that file/,
      after: ({ tree }) => expect(existsSync(join(tree, '.git', 'index.lock'))).toBe(true),
    },
    {
      fault: 'F10',
      name: 'a lock on the branch',
      make: ({ tree }) => {
        const lock = join(tree, '.git', 'refs', 'heads', 'main.lock');
        writeFileSync(lock, '');
        old(lock);
      },
      outcome: 'blocked',
      says: /main\.lock/,
      after: ({ tree }) => expect(git(tree, 'diff', '--cached', '--name-only')).toBe(''),
    },
    {
      fault: 'F10',
      name: 'a damaged index',
      make: ({ tree }) => writeFileSync(join(tree, '.git', 'index'), 'DIRC rubbish'),
      outcome: 'blocked',
      says: /Your posts are not affected/,
      damaged: true,
    },
    {
      fault: 'F10',
      name: 'an empty index',
      make: ({ tree }) => truncateSync(join(tree, '.git', 'index'), 40),
      outcome: 'blocked',
      says: /Your posts are not affected/,
      damaged: true,
    },
    {
      fault: 'F10',
      name: 'the last commit missing',
      make: ({ tree }) => removeObject(tree, 'HEAD'),
      outcome: 'blocked',
      says: /Your posts are not affected/,
      damaged: true,
    },
    {
      fault: 'F10',
      name: 'the files of the last commit missing',
      make: ({ tree }) => removeObject(tree, 'HEAD^{tree}'),
      outcome: 'blocked',
      says: /Your posts are not affected/,
      damaged: true,
    },
    {
      fault: 'F10',
      name: 'a branch that names no commit',
      make: ({ tree }) => writeFileSync(join(tree, '.git', 'refs', 'heads', 'main'), 'rubbish\n'),
      outcome: 'blocked',
      says: /Your posts are not affected/,
      damaged: true,
    },
  ];
}

function removeObject(tree: string, name: string): void {
  const id = git(tree, 'rev-parse', name).trim();
  rmSync(join(tree, '.git', 'objects', id.slice(0, 2), id.slice(2)));
}

function operations(): State[] {
  const blocked = (name: string, make: (tree: string) => void, says: RegExp, fault = 'F14'): State => ({
    fault,
    name,
    make: ({ tree }) => make(tree),
    outcome: 'blocked',
    says,
  });
  const diverged = (command: string[]) => (tree: string) => {
    divergedBranches(tree);
    failing(() => git(tree, ...command));
  };
  return [
    blocked('a merge with conflicts', diverged(['merge', 'side']), /merge.* is unfinished/, 'F13'),
    blocked(
      'a merge that only waits for its commit',
      (tree) => {
        divergedBranches(tree);
        failing(() => git(tree, 'merge', 'side'));
        writeFiles(tree, { [POST]: '# Both\n' });
        git(tree, 'add', POST);
      },
      /merge.* is unfinished/,
      'F13',
    ),
    blocked('a rebase', diverged(['rebase', 'side']), /rebase/),
    blocked('a cherry-pick', diverged(['cherry-pick', 'side']), /unfinished/),
    blocked(
      'a revert',
      (tree) => {
        divergedBranches(tree);
        writeFiles(tree, { [POST]: '# Main, later\n' });
        git(tree, 'commit', '-q', '-am', 'later');
        failing(() => git(tree, 'revert', '--no-edit', 'HEAD~1'));
      },
      /unfinished/,
    ),
    blocked('a bisect', (tree) => void git(tree, 'bisect', 'start'), /bisect/),
    blocked(
      'a run of patches',
      (tree) => {
        divergedBranches(tree);
        git(tree, 'format-patch', '-q', '-1', 'side', '-o', '.git/patches');
        failing(() =>
          git(tree, 'am', join('.git/patches', readdirSync(join(tree, '.git/patches'))[0] ?? '')),
        );
      },
      /patch run/,
    ),
    blocked(
      'conflicts of a stash',
      (tree) => {
        git(tree, 'stash', '-q');
        writeFiles(tree, { [POST]: '# Main\n' });
        git(tree, 'commit', '-q', '-am', 'main');
        failing(() => git(tree, 'stash', 'pop'));
      },
      /both sides of a conflict/,
      'F13',
    ),
    {
      fault: 'F13',
      name: 'the marks of a merge left in the post',
      make: ({ tree }) =>
        writeFiles(tree, { [POST]: '# First\n<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> side\n' }),
      outcome: 'blocked',
      says: /line 2/,
    },
    {
      fault: 'F14',
      name: 'a merge that was finished but not sent',
      make: ({ tree }) => {
        divergedBranches(tree);
        failing(() => git(tree, 'merge', 'side'));
        git(tree, 'checkout', '-q', '--ours', POST);
        git(tree, 'add', POST);
        git(tree, 'commit', '-q', '--no-edit');
        writeFiles(tree, { [POST]: EDITED });
      },
      outcome: 'published',
    },
  ];
}

function hooks(): State[] {
  return [
    {
      fault: 'F15',
      name: 'a pre-commit that refuses',
      make: ({ gitFolder }) => writeHook(gitFolder, 'pre-commit', 'echo "error: too short" >&2; exit 1'),
      outcome: 'refused',
      after: ({ tree, outcome }) => {
        expect(outcome.detail).toContain('too short');
        expect(git(tree, 'diff', '--cached', '--name-only')).toBe('');
      },
    },
    {
      fault: 'F15',
      name: 'a commit-msg that refuses a new post',
      paths: ['posts/new.md'],
      make: ({ gitFolder, tree }) => {
        writeFiles(tree, { 'posts/new.md': '# New\n' });
        writeHook(gitFolder, 'commit-msg', 'echo "fatal: no ticket" >&2; exit 1');
      },
      outcome: 'refused',
      after: ({ tree }) =>
        expect(git(tree, 'status', '--porcelain', 'posts/new.md')).toBe('?? posts/new.md\n'),
    },
    {
      fault: 'F16',
      name: 'a pre-commit that rewrites the post',
      make: ({ gitFolder }) => writeHook(gitFolder, 'pre-commit', `echo more >> ${POST}; git add ${POST}`),
      outcome: 'blocked',
      says: /changed posts\/first\.md while it was committed/,
      rewrites: true,
      after: async ({ blog, remote, tree }) => {
        expect(readFileSync(join(tree, POST), 'utf8')).toBe(`${EDITED}more\n`);
        expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published' });
        expect(git(remote, 'show', `main:${POST}`)).toBe(`${EDITED}more\n`);
      },
    },
    {
      fault: 'F16',
      name: 'a post-commit that commits once more',
      make: ({ gitFolder }) =>
        writeHook(
          gitFolder,
          'post-commit',
          '[ -e .git/once ] || { touch .git/once; git commit -q --allow-empty -m again; }',
        ),
      outcome: 'blocked',
      says: /nothing was sent yet/,
    },
    {
      fault: 'F18',
      name: 'a remote whose hook refuses',
      make: ({ remote }) => writeHook(remote, 'pre-receive', 'echo "error: Not today." >&2; exit 1'),
      outcome: 'refused',
      says: /kept here/,
      after: ({ outcome }) => expect(outcome.detail).toContain('Not today.'),
    },
    {
      fault: 'F18',
      name: 'a remote that protects the branch',
      make: ({ remote }) =>
        writeHook(remote, 'update', 'echo "GH006: Protected branch update failed" >&2; exit 1'),
      outcome: 'refused',
      says: /protects this branch[\s\S]*another branch/,
    },
    {
      fault: 'F16',
      name: 'hooks in a folder of the blog',
      make: ({ tree }) => {
        mkdirSync(join(tree, '.husky'));
        writeScript(join(tree, '.husky', 'pre-commit'), 'exit 1');
        git(tree, 'config', 'core.hooksPath', '.husky');
      },
      outcome: 'refused',
    },
    {
      fault: 'F27',
      name: 'signing that fails',
      make: ({ tree, parent }) => {
        writeScript(join(parent, 'gpg'), 'echo "gpg: no secret key" >&2; exit 2');
        git(tree, 'config', 'commit.gpgSign', 'true');
        git(tree, 'config', 'gpg.program', join(parent, 'gpg'));
      },
      outcome: 'blocked',
      says: /signing failed/,
    },
  ];
}

function remotes(): State[] {
  const overHttp = (fault: string, status: number, outcome: PublishOutcomeKind, says: RegExp): State => ({
    fault,
    name: `a server that answers ${status}`,
    make: async ({ parent, tree }) => {
      const server = await serveRemote(parent, 'remote.git', status === 401 ? { password: 'secret' } : {});
      if (status !== 401) server.behave(status);
      git(tree, 'remote', 'set-url', 'origin', server.url);
    },
    outcome,
    says,
  });
  return [
    ...(hasHttpBackend()
      ? [
          overHttp('F19', 401, 'needs-sign-in', /could not sign in/),
          overHttp('F19', 403, 'needs-sign-in', /does not let you write/),
          overHttp('F20', 404, 'offline', /no repository at the remote’s address/),
          overHttp('F21', 502, 'offline', /problem of its own/),
        ]
      : []),
    {
      fault: 'F20',
      name: 'a remote that is gone',
      make: ({ remote }) => renameSync(remote, `${remote}.moved`),
      outcome: 'offline',
      says: /no repository at the remote’s address/,
      after: async ({ blog, remote, outcome }) => {
        renameSync(`${remote}.moved`, remote);
        expect(await blog.publish({ paths: [] })).toMatchObject({
          outcome: 'published',
          commit: outcome.commit,
        });
      },
    },
    {
      fault: 'F20',
      name: 'a remote of another name',
      make: ({ tree }) => git(tree, 'remote', 'rename', 'origin', 'upstream'),
      outcome: 'published',
    },
    {
      fault: 'F20',
      name: 'an address that is none',
      make: ({ tree }) => git(tree, 'remote', 'set-url', 'origin', 'http://'),
      outcome: 'offline',
    },
    {
      fault: 'F20',
      name: 'no remote',
      make: ({ tree }) => git(tree, 'remote', 'remove', 'origin'),
      outcome: 'blocked',
      says: /no remote/,
    },
    {
      fault: 'F20',
      name: 'a branch whose remote was taken out of the settings',
      make: ({ tree }) => {
        git(tree, 'config', '--unset', 'remote.origin.url');
        git(tree, 'config', '--unset', 'remote.origin.fetch');
      },
      outcome: 'blocked',
      says: /no remote/,
    },
    {
      fault: 'F20',
      name: 'an address that begins as an option does',
      make: ({ tree }) => git(tree, 'config', 'remote.origin.url', '--upload-pack=touch trace'),
      outcome: 'refused',
      says: /address is of a kind/,
      after: ({ tree }) => expect(existsSync(join(tree, 'trace'))).toBe(false),
    },
    {
      fault: 'T24',
      name: 'an address that would start a program',
      make: ({ tree }) => git(tree, 'config', 'remote.origin.url', 'ext::sh -c touch% trace'),
      outcome: 'refused',
      after: ({ tree }) => expect(existsSync(join(tree, 'trace'))).toBe(false),
    },
    {
      fault: 'F11',
      name: 'a remote that is ahead elsewhere',
      make: (scene) => publishElsewhere(scene, { 'posts/theirs.md': '# Theirs\n' }),
      outcome: 'remote-is-ahead',
      says: /Bring in/,
      rewrites: true,
      after: async ({ blog, remote, outcome }) => {
        expect(await blog.bringIn()).toMatchObject({ kind: 'brought-in' });
        expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published' });
        git(remote, 'merge-base', '--is-ancestor', outcome.commit ?? '', 'main');
      },
    },
    {
      fault: 'F12',
      name: 'a remote that changed the same line',
      make: (scene) => publishElsewhere(scene, { [POST]: '# Theirs\n' }),
      outcome: 'remote-is-ahead',
      after: async ({ blog, tree }) => {
        expect(await blog.bringIn()).toMatchObject({ kind: 'conflict' });
        expect(readFileSync(join(tree, POST), 'utf8')).toBe(EDITED);
        expect(git(tree, 'status', '--porcelain')).toBe('');
      },
    },
    {
      fault: 'F20',
      name: 'a remote whose history is another',
      make: ({ parent, remote }) => {
        git(parent, 'init', '-q', '-b', 'main', 'stranger');
        writeFiles(join(parent, 'stranger'), { 'x.txt': 'x\n' });
        git(join(parent, 'stranger'), 'add', '-A');
        git(join(parent, 'stranger'), 'commit', '-q', '-m', 'x');
        git(join(parent, 'stranger'), 'push', '-q', '--force', remote, 'main');
      },
      outcome: 'remote-is-ahead',
      after: async ({ blog }) => {
        const brought = await blog.bringIn();
        expect(brought).toMatchObject({ kind: 'conflict' });
        expectPlainWords([brought.message, ...brought.next]);
      },
    },
    {
      fault: 'F20',
      name: 'a remote whose branch was deleted',
      make: ({ remote }) => git(remote, 'update-ref', '-d', 'refs/heads/main'),
      outcome: 'published',
    },
    {
      fault: 'F20',
      name: 'a remote that has the branch checked out',
      make: ({ parent, tree, remote }) => {
        git(parent, 'clone', '-q', remote, 'checked-out');
        git(tree, 'remote', 'set-url', 'origin', join(parent, 'checked-out'));
      },
      outcome: 'refused',
    },
    {
      fault: 'F20',
      name: 'two remotes, the upstream deciding',
      make: ({ parent, tree }) => {
        git(parent, 'init', '-q', '--bare', 'fork.git');
        git(tree, 'remote', 'add', 'fork', join(parent, 'fork.git'));
      },
      outcome: 'published',
      after: ({ parent }) => expect(refsOf(join(parent, 'fork.git'))).toBe(''),
    },
    {
      fault: 'F20',
      name: 'two remotes without an upstream, and none called origin',
      make: ({ parent, tree }) => {
        git(parent, 'init', '-q', '--bare', 'fork.git');
        git(tree, 'remote', 'rename', 'origin', 'one');
        git(tree, 'remote', 'add', 'two', join(parent, 'fork.git'));
        git(tree, 'branch', '--unset-upstream');
      },
      outcome: 'blocked',
      says: /several remotes \(one, two\)[\s\S]*remote\.pushDefault/,
    },
    {
      fault: 'F20',
      name: 'a push remote of its own (branch.pushRemote)',
      make: (scene) => {
        const fork = join(scene.parent, 'fork.git');
        git(scene.parent, 'clone', '-q', '--bare', scene.remote, fork);
        git(scene.tree, 'remote', 'add', 'fork', fork);
        git(scene.tree, 'config', 'branch.main.pushRemote', 'fork');
        scene.remote = fork;
      },
      outcome: 'published',
    },
    {
      fault: 'F20',
      name: 'an address of its own for pushing (pushurl)',
      make: ({ tree, remote }) => {
        git(tree, 'config', 'remote.origin.url', '/nowhere/blog.git');
        git(tree, 'config', 'remote.origin.pushurl', remote);
      },
      outcome: 'published',
    },
    {
      fault: 'F20',
      name: 'an address that is rewritten (insteadOf)',
      make: ({ parent, tree }) => {
        git(tree, 'remote', 'set-url', 'origin', 'blog:remote.git');
        git(tree, 'config', `url.${parent}/.insteadOf`, 'blog:');
      },
      outcome: 'published',
    },
    {
      fault: 'F20',
      name: 'a remote that is a mirror',
      make: ({ tree }) => {
        git(tree, 'branch', 'private');
        git(tree, 'config', 'remote.origin.mirror', 'true');
      },
      outcome: 'published',
      after: ({ remote }) => expect(git(remote, 'branch', '--list', 'private')).toBe(''),
    },
    {
      fault: 'F20',
      name: 'a remote with more to push in its settings',
      make: ({ tree }) => {
        git(tree, 'branch', 'private');
        git(tree, 'config', '--add', 'remote.origin.push', '+refs/heads/*:refs/heads/*');
      },
      outcome: 'published',
      after: ({ remote }) => expect(git(remote, 'branch', '--list', 'private')).toBe(''),
    },
  ];
}

function branches(): State[] {
  return [
    {
      fault: 'F22',
      name: 'no branch',
      make: ({ tree }) => git(tree, 'checkout', '-q', '--detach'),
      outcome: 'blocked',
      says: /on no branch[\s\S]*git switch/,
    },
    {
      fault: 'F23',
      name: 'no commit yet, and an empty remote',
      make: (scene) => {
        const tree = join(scene.parent, 'fresh');
        const remote = join(scene.parent, 'empty.git');
        git(scene.parent, 'init', '-q', '--bare', '-b', 'main', remote);
        git(scene.parent, 'init', '-q', '-b', 'main', tree);
        git(tree, 'remote', 'add', 'origin', remote);
        writeFiles(tree, { [POST]: EDITED, 'posts/more.md': '# More\n' });
        Object.assign(scene, { tree, remote, gitFolder: join(tree, '.git') });
      },
      outcome: 'published',
      after: ({ tree }) => {
        expect(git(tree, 'rev-parse', '--abbrev-ref', '@{upstream}').trim()).toBe('origin/main');
        expect(git(tree, 'status', '--porcelain')).toBe('?? posts/more.md\n');
      },
    },
    {
      fault: 'F23',
      name: 'no commit yet, and a remote that has some',
      make: (scene) => {
        const tree = join(scene.parent, 'fresh');
        git(scene.parent, 'init', '-q', '-b', 'main', tree);
        git(tree, 'remote', 'add', 'origin', scene.remote);
        writeFiles(tree, { 'posts/mine.md': '# Mine\n' });
        Object.assign(scene, { tree, gitFolder: join(tree, '.git') });
      },
      paths: ['posts/mine.md'],
      outcome: 'remote-is-ahead',
    },
    {
      fault: 'F20',
      name: 'a branch without an upstream',
      make: ({ tree }) => git(tree, 'checkout', '-q', '-b', 'feature'),
      outcome: 'published',
      branch: 'feature',
      after: ({ tree }) =>
        expect(git(tree, 'rev-parse', '--abbrev-ref', '@{upstream}').trim()).toBe('origin/feature'),
    },
    {
      fault: 'F20',
      name: 'a branch with a slash and letters of any script',
      make: ({ tree }) => git(tree, 'checkout', '-q', '-b', 'writing/spring/日本語-é'),
      outcome: 'published',
      branch: 'writing/spring/日本語-é',
    },
    {
      fault: 'F20',
      name: 'a branch called as an option is',
      make: ({ tree }) => {
        git(tree, 'update-ref', 'refs/heads/--force', 'HEAD');
        git(tree, 'symbolic-ref', 'HEAD', 'refs/heads/--force');
      },
      outcome: 'published',
      branch: '--force',
    },
    {
      fault: 'F20',
      name: 'a tag and a folder of the branch’s name',
      make: ({ tree, remote }) => {
        git(tree, 'tag', 'main', 'HEAD');
        git(remote, 'tag', 'main', 'main');
        writeFiles(tree, { main: 'a file\n' });
      },
      outcome: 'published',
      after: ({ remote, outcome }) =>
        expect(git(remote, 'rev-parse', 'refs/tags/main').trim()).not.toBe(outcome.commit),
    },
    {
      fault: 'F20',
      name: 'a branch called HEAD on the remote',
      make: ({ remote }) => git(remote, 'update-ref', 'refs/heads/HEAD', 'main'),
      outcome: 'published',
    },
    {
      fault: 'F20',
      name: 'an upstream of another name, git not told which',
      make: ({ tree }) => git(tree, 'checkout', '-q', '-b', 'draft', '--track', 'origin/main'),
      outcome: 'blocked',
      says: /follows main[\s\S]*push\.default/,
    },
    {
      fault: 'F20',
      name: 'an upstream of another name that git is told to push to',
      make: ({ tree }) => {
        git(tree, 'checkout', '-q', '-b', 'draft', '--track', 'origin/main');
        git(tree, 'config', 'push.default', 'upstream');
      },
      outcome: 'published',
    },
    {
      fault: 'F20',
      name: 'an upstream that is a branch of this repository',
      make: ({ tree }) => git(tree, 'checkout', '-q', '-b', 'draft', '--track', 'main'),
      outcome: 'published',
      branch: 'draft',
    },
    {
      fault: 'F20',
      name: 'push.default nothing',
      make: ({ tree }) => git(tree, 'config', 'push.default', 'nothing'),
      outcome: 'published',
    },
    {
      fault: 'F20',
      name: 'packed refs',
      make: ({ tree }) => git(tree, 'pack-refs', '--all'),
      outcome: 'published',
    },
  ];
}

function files(): State[] {
  return [
    {
      fault: 'F25',
      name: 'staged, changed, deleted, new and ignored files of the author',
      make: ({ tree }) => {
        writeFiles(tree, { '.gitignore': 'secret\n' });
        git(tree, 'add', '.gitignore');
        git(tree, 'commit', '-q', '-m', 'ignore');
        git(tree, 'push', '-q');
        writeFiles(tree, { 'notes.txt': 'two\n', 'staged.txt': 'x\n', 'loose.txt': 'x\n', secret: 'x' });
        git(tree, 'add', 'notes.txt', 'staged.txt');
        writeFiles(tree, { 'notes.txt': 'three\n', 'posts/other.md': '# Unfinished\n' });
      },
      outcome: 'published',
      after: ({ tree }) => {
        expect(git(tree, 'status', '--porcelain').split('\n').filter(Boolean)).toEqual([
          'MM notes.txt',
          ' M posts/other.md',
          'A  staged.txt',
          '?? loose.txt',
        ]);
        expect(git(tree, 'show', ':notes.txt')).toBe('two\n');
      },
    },
    {
      fault: 'F25',
      name: 'another post deleted and staged as deleted',
      make: ({ tree }) => git(tree, 'rm', '-q', 'posts/other.md'),
      outcome: 'published',
      after: ({ tree }) => expect(git(tree, 'status', '--porcelain')).toBe('D  posts/other.md\n'),
    },
    {
      fault: 'F25',
      name: 'a new file that the author only announced (add -N)',
      make: ({ tree }) => {
        writeFiles(tree, { 'posts/soon.md': '# Soon\n' });
        git(tree, 'add', '-N', 'posts/soon.md');
      },
      outcome: 'published',
      after: ({ tree }) => expect(git(tree, 'status', '--porcelain')).toBe(' A posts/soon.md\n'),
    },
    {
      fault: 'F25',
      name: 'a post that was staged and has changed since',
      make: ({ tree }) => {
        writeFiles(tree, { [POST]: '# Half\n' });
        git(tree, 'add', POST);
        writeFiles(tree, { [POST]: EDITED });
      },
      outcome: 'published',
      after: ({ tree }) => expect(git(tree, 'status', '--porcelain')).toBe(''),
    },
    {
      fault: 'F25',
      name: 'work that is stashed away',
      make: ({ tree }) => {
        writeFiles(tree, { 'notes.txt': 'stashed\n' });
        git(tree, 'stash', 'push', '-q', '--', 'notes.txt');
      },
      outcome: 'published',
      after: ({ tree }) => expect(git(tree, 'stash', 'list')).not.toBe(''),
    },
    {
      fault: 'F26',
      name: 'a post that git is told to ignore',
      make: ({ tree }) =>
        writeFiles(tree, { '.gitignore': 'posts/hidden*\n', 'posts/hidden.md': '# Hidden\n' }),
      paths: ['posts/hidden.md'],
      outcome: 'blocked',
      says: /ignore posts\/hidden\.md by the rule “posts\/hidden\*” in \.gitignore, line 1/,
    },
    {
      fault: 'F26',
      name: 'a picture of more than 100 MB',
      make: ({ tree }) => {
        writeFiles(tree, { [POST]: '![x](big.png)\n', 'big.png': '' });
        truncateSync(join(tree, 'big.png'), 101 * 1024 * 1024);
      },
      outcome: 'blocked',
      says: /big\.png has 101 MB/,
    },
    {
      fault: 'F26',
      name: 'pictures for Git LFS, which is not installed',
      make: ({ tree }) => {
        writeFiles(tree, {
          '.gitattributes': '*.png filter=lfs\n',
          [POST]: '![x](a.png)\n',
          'a.png': 'picture',
        });
        git(tree, 'config', 'filter.lfs.clean', 'galley-no-such-lfs clean -- %f');
        git(tree, 'config', 'filter.lfs.required', 'true');
      },
      outcome: 'blocked',
      says: /filter such as Git LFS/,
      after: ({ tree }) => expect(git(tree, 'diff', '--cached', '--name-only')).toBe(''),
    },
    {
      fault: 'F26',
      name: 'a pointer of Git LFS',
      make: ({ tree }) =>
        writeFiles(tree, {
          [POST]: '![x](a.png)\n',
          'a.png': `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 3\n`,
        }),
      paths: [POST, 'a.png'],
      outcome: 'published',
    },
    {
      fault: 'F27',
      name: 'no name for the author',
      make: (scene) => {
        git(scene.tree, 'config', '--unset', 'user.name');
        Object.assign(scene.environment, { GIT_AUTHOR_NAME: '', GIT_COMMITTER_NAME: '' });
      },
      outcome: 'blocked',
      says: /user\.name/,
    },
    {
      fault: 'F28',
      name: 'Windows line ends that git turns (core.autocrlf)',
      make: ({ tree }) => {
        git(tree, 'config', 'core.autocrlf', 'true');
        writeFiles(tree, { [POST]: '# First\r\n\r\nAgain.\r\n' });
      },
      outcome: 'published',
      after: ({ remote }) => expect(git(remote, 'show', `main:${POST}`)).toBe('# First\n\nAgain.\n'),
    },
    {
      fault: 'F28',
      name: 'line ends that git refuses (core.safecrlf)',
      make: ({ tree }) => {
        git(tree, 'config', 'core.autocrlf', 'input');
        git(tree, 'config', 'core.safecrlf', 'true');
        writeFiles(tree, { [POST]: '# First\r\n' });
      },
      outcome: 'blocked',
      says: /line ends/,
    },
    {
      fault: 'F28',
      name: 'line ends by .gitattributes',
      make: ({ tree }) => {
        writeFiles(tree, { '.gitattributes': '*.md text eol=crlf\n' });
        git(tree, 'add', '.gitattributes');
        git(tree, 'commit', '-q', '-m', 'attributes');
        git(tree, 'push', '-q');
        writeFiles(tree, { [POST]: '# First\r\nAgain.\r\n' });
      },
      outcome: 'published',
      after: ({ remote }) => expect(git(remote, 'show', `main:${POST}`)).toBe('# First\nAgain.\n'),
    },
    {
      fault: 'F28',
      name: 'another encoding by .gitattributes',
      make: ({ tree }) => {
        writeFiles(tree, { '.gitattributes': '*.txt working-tree-encoding=UTF-16LE\n' });
        git(tree, 'add', '.gitattributes');
        git(tree, 'commit', '-q', '-m', 'attributes');
        git(tree, 'push', '-q');
        writeFiles(tree, { 'notes.txt': Buffer.from('été\n', 'utf16le') });
      },
      paths: ['notes.txt'],
      outcome: 'published',
      after: ({ remote }) => expect(git(remote, 'show', 'main:notes.txt')).toBe('été\n'),
    },
    {
      fault: 'F25',
      name: 'a post whose changes git is told not to look at',
      make: ({ tree }) => git(tree, 'update-index', '--assume-unchanged', POST),
      outcome: 'blocked',
      says: /not to look at posts\/first\.md/,
    },
    {
      fault: 'F25',
      name: 'a post that is a link',
      make: ({ tree }) => {
        rmSync(join(tree, POST));
        symlinkSync('other.md', join(tree, POST));
      },
      outcome: 'published',
      after: ({ remote }) => expect(git(remote, 'ls-tree', 'main', POST)).toMatch(/^120000/),
    },
    {
      fault: 'F25',
      name: 'a post that may be run',
      make: ({ tree }) => chmodSync(join(tree, POST), 0o755),
      outcome: 'published',
      after: ({ remote }) => expect(git(remote, 'ls-tree', 'main', POST)).toMatch(/^100755/),
    },
    {
      fault: 'F25',
      name: 'a post renamed only in its case',
      make: ({ tree }) => {
        git(tree, 'checkout', '-q', POST);
        renameSync(join(tree, POST), join(tree, 'posts/First.md'));
      },
      paths: ['posts/first.md', 'posts/First.md'],
      outcome: 'published',
    },
    {
      fault: 'F25',
      name: 'a post where a folder was',
      make: ({ tree }) => {
        writeFiles(tree, { 'posts/deep.md/index.md': '# Deep\n' });
        git(tree, 'add', '-A', 'posts/deep.md');
        git(tree, 'commit', '-q', '-m', 'deep');
        git(tree, 'push', '-q');
        rmSync(join(tree, 'posts/deep.md'), { recursive: true });
        writeFiles(tree, { 'posts/deep.md': '# Something quite different\n' });
      },
      paths: ['posts/deep.md', 'posts/deep.md/index.md'],
      outcome: 'published',
    },
    ...[
      'posts/with blank.md',
      'posts/-dash.md',
      'posts/:(top)x.md',
      'posts/tab\tnewline\n.md',
      'posts/\u{1f600}"\'.md',
    ].map(
      (path): State => ({
        fault: 'T24',
        name: `a post called ${JSON.stringify(path)}`,
        make: ({ tree }) => writeFiles(tree, { [path]: '# Odd\n' }),
        paths: [path],
        outcome: 'published',
      }),
    ),
  ];
}

function kinds(): State[] {
  return [
    {
      fault: 'T26',
      name: 'a theme as a submodule that was changed',
      make: ({ parent, tree }) => {
        makeTheme(parent);
        git(
          tree,
          '-c',
          'protocol.file.allow=always',
          'submodule',
          '--quiet',
          'add',
          join(parent, 'theme'),
          'theme',
        );
        git(tree, 'commit', '-q', '-m', 'theme', '--', '.gitmodules', 'theme');
        git(tree, 'push', '-q');
        writeFiles(join(tree, 'theme'), { 'style.css': 'changed\n' });
        git(join(tree, 'theme'), 'commit', '-q', '-am', 'changed');
        git(tree, 'config', 'push.recurseSubmodules', 'on-demand');
      },
      outcome: 'published',
      after: ({ tree }) => expect(git(tree, 'status', '--porcelain')).toBe(' M theme\n'),
    },
    {
      fault: 'T26',
      name: 'a repository inside the blog',
      make: ({ parent, tree }) => {
        makeTheme(parent);
        git(parent, 'clone', '-q', join(parent, 'theme'), join(tree, 'themes'));
      },
      outcome: 'published',
    },
    {
      fault: 'T26',
      name: 'a sparse checkout',
      make: ({ tree }) => {
        writeFiles(tree, { 'large/a.bin': 'x' });
        git(tree, 'add', 'large');
        git(tree, 'commit', '-q', '-m', 'large', '--', 'large');
        git(tree, 'push', '-q');
        git(tree, 'sparse-checkout', 'set', '--cone', 'posts');
      },
      outcome: 'published',
      after: ({ remote, tree }) => {
        expect(git(remote, 'ls-tree', '-r', '--name-only', 'main')).toContain('large/a.bin');
        expect(existsSync(join(tree, 'large'))).toBe(false);
      },
    },
    {
      fault: 'T26',
      name: 'a post outside a sparse checkout',
      make: ({ tree }) => {
        git(tree, 'sparse-checkout', 'set', '--cone', 'posts');
        writeFiles(tree, { 'drafts/new.md': '# New\n' });
      },
      paths: ['drafts/new.md'],
      outcome: 'blocked',
      says: /sparse checkout[\s\S]*git sparse-checkout add/,
      after: ({ tree }) => expect(git(tree, 'status', '--porcelain', 'drafts')).toBe('?? drafts/\n'),
    },
    {
      fault: 'T26',
      name: 'a partial clone',
      make: (scene) => {
        git(scene.remote, 'config', 'uploadpack.allowFilter', 'true');
        clone(scene, '--filter=blob:none');
      },
      outcome: 'published',
      damaged: true,
    },
    {
      fault: 'F24',
      name: 'a shallow clone of the same remote',
      make: (scene) => {
        publishElsewhere(scene, { 'notes.txt': 'two\n' });
        clone(scene, '--depth=1');
      },
      outcome: 'published',
    },
    {
      fault: 'F24',
      name: 'a shallow clone, published to another remote',
      make: (scene) => {
        publishElsewhere(scene, { 'notes.txt': 'two\n' });
        clone(scene, '--depth=1');
        scene.remote = join(scene.parent, 'new.git');
        git(scene.parent, 'init', '-q', '--bare', '-b', 'main', scene.remote);
        git(scene.tree, 'remote', 'set-url', 'origin', scene.remote);
      },
      outcome: 'refused',
      says: /part of its history[\s\S]*--unshallow/,
    },
    {
      fault: 'F23',
      name: 'a linked working tree',
      make: (scene) => {
        const tree = join(scene.parent, 'linked');
        git(scene.tree, 'worktree', 'add', '-q', '-b', 'second', tree);
        writeFiles(tree, { [POST]: EDITED });
        Object.assign(scene, { gitFolder: join(scene.tree, '.git', 'worktrees', 'linked'), tree });
      },
      outcome: 'published',
      branch: 'second',
    },
    {
      fault: 'F23',
      name: 'a git folder elsewhere (--separate-git-dir)',
      make: (scene) => {
        const elsewhere = join(scene.parent, 'elsewhere.git');
        git(scene.tree, 'init', '-q', '--separate-git-dir', elsewhere);
        scene.gitFolder = elsewhere;
      },
      outcome: 'published',
    },
    ...['index.version=4', 'core.splitIndex=true', 'core.untrackedCache=true', 'feature.manyFiles=true'].map(
      (setting): State => ({
        fault: 'F25',
        name: `an index kept in another way (${setting})`,
        make: ({ tree }) => {
          const [key = '', value = ''] = setting.split('=');
          git(tree, 'config', key, value);
          git(tree, 'read-tree', 'HEAD');
        },
        outcome: 'published',
      }),
    ),
    {
      fault: 'F25',
      name: 'settings of the author for messages',
      make: ({ tree, parent }) => {
        writeFileSync(join(parent, 'template'), '# say why\n');
        git(tree, 'config', 'commit.template', join(parent, 'template'));
        git(tree, 'config', 'commit.verbose', 'true');
        git(tree, 'config', 'commit.cleanup', 'strip');
        git(tree, 'config', 'core.commentChar', '“');
        git(tree, 'config', 'core.commentChar', ';');
        git(tree, 'config', 'core.editor', 'false');
      },
      outcome: 'published',
      after: ({ remote }) =>
        expect(git(remote, 'log', '-1', '--format=%B', 'main').trim()).toBe('Update “First, again”'),
    },
    {
      fault: 'F25',
      name: 'settings of the author for looking',
      make: ({ tree }) => {
        for (const setting of [
          'status.short',
          'status.branch',
          'core.quotePath',
          'diff.noprefix',
          'color.ui',
        ])
          git(tree, 'config', setting, setting === 'color.ui' ? 'always' : 'true');
        git(tree, 'config', 'status.showUntrackedFiles', 'no');
        git(tree, 'config', 'status.renames', 'false');
        git(tree, 'config', 'diff.mnemonicPrefix', 'true');
        git(tree, 'config', 'log.showSignature', 'true');
        git(tree, 'config', 'format.pretty', 'fuller');
      },
      outcome: 'published',
    },
  ];
}

function makeTheme(parent: string): void {
  git(parent, 'init', '-q', '-b', 'main', 'theme');
  writeFiles(join(parent, 'theme'), { 'style.css': 'body {}\n' });
  git(join(parent, 'theme'), 'add', '-A');
  git(join(parent, 'theme'), 'commit', '-q', '-m', 'theme');
}

/** Puts a clone of the remote in the place of the blog, with the post edited in it. */
function clone(scene: Scene, how: string): void {
  const tree = join(scene.parent, 'clone');
  git(scene.parent, 'clone', '-q', how, `file://${scene.remote}`, tree);
  writeFiles(tree, { [POST]: EDITED });
  Object.assign(scene, { tree, gitFolder: join(tree, '.git') });
}

describe('docs/publishing.md', () => {
  it('tells of each of these states', () => {
    const docs = readFileSync(join(import.meta.dirname, '../../../docs/publishing.md'), 'utf8');
    const missing = allStates
      .flatMap(([, states]) => states)
      .filter(({ fault, name }) => !docs.includes(`| ${fault} | ${name} |`));
    expect(missing.map(({ fault, name }) => `${fault}: ${name}`)).toEqual([]);
  });
});

describe('a publish that waits for a hook which never ends', () => {
  it('F17: is stopped by the author with all that the hook has started, and leaves nothing staged', async () => {
    const parent = temporaryFolder();
    const blog = blogOver(parent, makeRepository(parent, blogFiles));
    writeFiles(blog.tree, { [POST]: EDITED, 'posts/new.md': '# New\n' });
    writeHook(join(blog.tree, '.git'), 'pre-commit', 'sleep 600 & echo $! > .git/child; wait');
    await blog.publishing.trust.grant();
    const stop = new AbortController();
    const publishing = blog.publish({ paths: [POST, 'posts/new.md'] }, stop.signal);
    const note = join(blog.tree, '.git', 'child');
    while (!existsSync(note) || readFileSync(note, 'utf8') === '') await wait(20);
    stop.abort();
    expect(await publishing).toMatchObject({ outcome: 'cancelled', commit: undefined });
    await untilGone(Number(readFileSync(note, 'utf8')));
    expect(git(blog.tree, 'status', '--porcelain')).toBe(' M posts/first.md\n?? posts/new.md\n');
    expectSound(blog.tree);
  });
});

describe('a folder that cannot be published from at all', () => {
  const home = (parent: string) => ({ data: join(parent, 'data'), cache: join(parent, 'cache') });

  it('F23: without a repository it opens, and its posts can be written', async () => {
    const parent = temporaryFolder();
    writeFiles(parent, { 'blog/posts/a.md': '# A\n' });
    const site = await openSite(join(parent, 'blog'), { home: home(parent) });
    expect(site.repository).toBeUndefined();
    expect(await site.posts.list()).toHaveLength(1);
    await site.close();
  });

  it('F23: a bare repository is no blog, and opening it writes nothing there', async () => {
    const parent = temporaryFolder();
    const { remote } = makeRepository(parent, blogFiles);
    const before = readdirSync(remote, { recursive: true });
    const site = await openSite(remote, { home: home(parent) });
    expect(site.repository).toBeUndefined();
    await site.close();
    expect(readdirSync(remote, { recursive: true })).toEqual(before);
  });

  it('F20: a .git that leads nowhere is no repository', async () => {
    const parent = temporaryFolder();
    writeFiles(parent, { 'blog/posts/a.md': '# A\n', 'blog/.git': 'gitdir: ../gone\n' });
    const site = await openSite(join(parent, 'blog'), { home: home(parent) });
    expect(site.repository).toBeUndefined();
    await site.close();
  });

  it('T21: a repository that would run programs says so, and nothing of it has run', async () => {
    const parent = temporaryFolder();
    const made = makeRepository(parent, blogFiles);
    writeScript(join(parent, 'canary'), `touch '${join(parent, 'trace')}'`);
    git(made.tree, 'config', 'core.fsmonitor', join(parent, 'canary'));
    const { publishing, publish } = blogOver(parent, made, { site: plainSite(made.tree) });
    await expect(publishing.plan()).rejects.toMatchObject({ code: 'untrusted' });
    await expect(publish({ paths: [POST] })).rejects.toMatchObject({ code: 'untrusted' });
    expect(existsSync(join(parent, 'trace'))).toBe(false);
  });

  it('F10: a setting that git cannot understand is named in plain words', async () => {
    const parent = temporaryFolder();
    const made = makeRepository(parent, blogFiles);
    git(made.tree, 'config', 'core.logAllRefUpdates', 'perhaps');
    const { publishing, publish } = blogOver(parent, made);
    expect(await publishing.summary()).toMatchObject({ state: 'broken' });
    await expect(publish({ paths: [POST] })).rejects.toMatchObject({
      code: 'git-failed',
      message: 'A setting of git cannot be understood.',
    });
  });

  it('T25: a git inside the blog is not taken for git', async () => {
    const parent = temporaryFolder();
    const made = makeRepository(parent, blogFiles);
    writeScript(join(made.tree, 'git'), 'touch trace');
    writeFiles(made.tree, { [POST]: EDITED });
    const blog = blogOver(parent, made, { environment: { PATH: `.:${made.tree}:${gitEnvironment.PATH}` } });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
    expect(existsSync(join(made.tree, 'trace'))).toBe(false);
  });
});
