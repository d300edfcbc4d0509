import { chmodSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PublishOutcome, PublishOutcomeKind } from '../../../src-main/common/publish/publish.ts';
import { type Blog, blogOver, tipOf } from '../../helpers/publishing.ts';
import { writeHook } from '../../helpers/remotes/hooks.ts';
import { git, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const POST = 'posts/first.md';
const EDITED = '# First, again\n';
const files = { [POST]: '# First\n', 'posts/other.md': '# Other\n', 'notes.txt': 'one\n' };

interface Scene {
  parent: string;
  tree: string;
  remote: string;
  gitFolder: string;
  environment: Record<string, string>;
}

/** A state that is met seldom, and what publishing from it must come to. */
interface OddState {
  name: string;
  make(scene: Scene): unknown;
  /** The edited post where nothing is said. */
  path?: string;
  outcome: PublishOutcomeKind;
  says?: RegExp;
  after?(scene: Scene & { blog: Blog; outcome: PublishOutcome }): unknown;
  /** Git itself cannot check it. */
  unchecked?: true;
}

const long = `posts/${'long-name-'.repeat(20)}/${'deeper-'.repeat(30)}/post.md`;

const states: OddState[] = [
  {
    name: 'GIT_DIR and GIT_INDEX_FILE in the environment name another repository',
    make: ({ parent, environment }) => {
      const other = join(parent, 'other');
      git(parent, 'init', '-q', other);
      Object.assign(environment, {
        GIT_DIR: join(other, '.git'),
        GIT_WORK_TREE: other,
        GIT_INDEX_FILE: join(other, '.git/index'),
        GIT_OBJECT_DIRECTORY: join(other, '.git/objects'),
        GIT_NAMESPACE: 'elsewhere',
      });
    },
    outcome: 'published',
    after: ({ parent }) => expect(() => git(join(parent, 'other'), 'rev-parse', 'HEAD')).toThrow(),
  },
  {
    name: 'core.bare is set although there is a working tree',
    make: ({ tree }) => void git(tree, 'config', 'core.bare', 'true'),
    outcome: 'blocked',
    unchecked: true,
  },
  {
    name: 'a post lies in a submodule',
    path: 'posts/part/inner.md',
    make: ({ parent, tree }) => {
      const part = join(parent, 'part');
      git(parent, 'init', '-q', '-b', 'main', part);
      writeFiles(part, { 'inner.md': '# Inner\n' });
      git(part, 'add', '-A');
      git(part, 'commit', '-q', '-m', 'inner');
      git(tree, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', part, 'posts/part');
      git(tree, 'commit', '-q', '-m', 'part');
      git(tree, 'push', '-q');
      writeFiles(tree, { 'posts/part/inner.md': '# Inner, edited\n' });
    },
    outcome: 'blocked',
    says: /repository of its own/,
  },
  {
    name: 'the branch is behind, and the same file is changed here and there',
    make: ({ parent, tree, remote }) => {
      git(parent, 'clone', '-q', remote, join(parent, 'there'));
      writeFiles(join(parent, 'there'), { [POST]: '# There\n' });
      git(join(parent, 'there'), 'commit', '-q', '-am', 'there');
      git(join(parent, 'there'), 'push', '-q');
      git(tree, 'fetch', '-q');
    },
    outcome: 'remote-is-ahead',
    after: ({ tree }) => expect(git(tree, 'show', `HEAD:${POST}`)).toBe(EDITED),
  },
  {
    name: 'the upstream was deleted and made again with another history',
    make: ({ parent, remote }) => {
      const other = join(parent, 'other');
      git(parent, 'init', '-q', '-b', 'main', other);
      writeFiles(other, { 'README.md': 'other\n' });
      git(other, 'add', '-A');
      git(other, 'commit', '-q', '-m', 'other');
      git(other, 'push', '-q', '--force', remote, 'main');
    },
    outcome: 'remote-is-ahead',
  },
  {
    name: 'a post is renamed in its case alone, and staged so',
    path: 'posts/First.md',
    make: ({ tree }) => void git(tree, 'mv', POST, 'posts/First.md'),
    outcome: 'published',
    after: ({ remote }) =>
      expect(git(remote, 'ls-tree', '--name-only', 'main', 'posts/').split('\n')).not.toContain(POST),
  },
  {
    name: 'a post is a folder now',
    path: `${POST}/index.md`,
    make: ({ tree }) => {
      rmSync(join(tree, POST));
      writeFiles(tree, { [`${POST}/index.md`]: EDITED });
    },
    outcome: 'published',
    after: ({ remote }) => expect(git(remote, 'show', `main:${POST}/index.md`)).toBe(EDITED),
  },
  {
    name: 'the repository is opened through a link',
    make: (scene) => {
      symlinkSync(scene.tree, join(scene.parent, 'link'));
      scene.tree = join(scene.parent, 'link');
    },
    outcome: 'published',
  },
  {
    name: 'the working tree is a linked one that is locked',
    make: (scene) => {
      const linked = join(scene.parent, 'linked');
      git(scene.tree, 'checkout', '-q', '--', POST);
      git(scene.tree, 'checkout', '-q', '-b', 'elsewhere');
      git(scene.tree, 'worktree', 'add', '-q', linked, 'main');
      git(scene.tree, 'worktree', 'lock', linked);
      scene.gitFolder = join(scene.tree, '.git/worktrees/linked');
      scene.tree = linked;
      writeFiles(linked, { [POST]: EDITED });
    },
    outcome: 'published',
  },
  {
    name: 'core.autocrlf is input, and the post has Windows line ends',
    make: ({ tree }) => {
      git(tree, 'config', 'core.autocrlf', 'input');
      writeFiles(tree, { [POST]: '# First\r\n\r\nAgain\r\n' });
    },
    outcome: 'published',
    after: ({ tree, remote }) => {
      expect(readFileSync(join(tree, POST), 'utf8')).toBe('# First\r\n\r\nAgain\r\n');
      expect(git(remote, 'show', `main:${POST}`)).toBe('# First\n\nAgain\n');
    },
  },
  {
    name: 'a pre-push hook refuses',
    make: ({ gitFolder }) => writeHook(gitFolder, 'pre-push', 'echo "fatal: links are broken" >&2; exit 1'),
    outcome: 'refused',
    says: /kept here/,
    after: ({ tree, outcome }) => {
      expect(outcome.detail).toContain('links are broken');
      expect(git(tree, 'show', `HEAD:${POST}`)).toBe(EDITED);
    },
  },
  {
    name: 'a pre-push hook refuses in silence',
    make: ({ gitFolder }) => writeHook(gitFolder, 'pre-push', 'exit 1'),
    outcome: 'refused',
  },
  {
    name: 'a reference-transaction hook refuses the commit',
    make: ({ gitFolder }) =>
      writeHook(gitFolder, 'reference-transaction', '[ "$1" != prepared ] || { echo "frozen" >&2; exit 1; }'),
    outcome: 'refused',
    after: ({ tree }) => expect(git(tree, 'diff', '--cached', '--name-only')).toBe(''),
  },
  {
    name: 'the address is rewritten for pushing alone (pushInsteadOf)',
    make: ({ tree, remote }) => {
      git(tree, 'remote', 'set-url', 'origin', 'https://nowhere.invalid/blog.git');
      git(tree, 'config', `url.${remote}.pushInsteadOf`, 'https://nowhere.invalid/blog.git');
    },
    outcome: 'published',
  },
  {
    name: 'HEAD of the remote names another branch',
    make: ({ remote }) => void git(remote, 'symbolic-ref', 'HEAD', 'refs/heads/gh-pages'),
    outcome: 'published',
  },
  {
    name: 'objects are borrowed from another repository (alternates)',
    make: (scene) => {
      const shared = join(scene.parent, 'shared');
      git(scene.parent, 'clone', '-q', '--shared', scene.tree, shared);
      git(shared, 'remote', 'set-url', 'origin', scene.remote);
      scene.tree = shared;
      scene.gitFolder = join(shared, '.git');
      writeFiles(shared, { [POST]: EDITED });
    },
    outcome: 'published',
  },
  {
    name: 'commits are replaced (git replace), and there are notes',
    make: ({ tree }) => {
      writeFiles(tree, { 'notes.txt': 'two\n' });
      git(tree, 'commit', '-q', '-m', 'two', 'notes.txt');
      git(tree, 'push', '-q');
      git(tree, 'replace', '--graft', 'HEAD');
      git(tree, 'notes', 'add', '-m', 'a note');
    },
    outcome: 'published',
    after: ({ remote }) => {
      expect(git(remote, 'rev-list', '--count', 'main')).toBe('3\n');
      expect(git(remote, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main\n');
    },
  },
  {
    name: 'a partial clone cannot reach the remote that it lacks files of',
    make: (scene) => {
      const partial = join(scene.parent, 'partial');
      git(scene.remote, 'config', 'uploadpack.allowFilter', 'true');
      git(
        scene.parent,
        'clone',
        '-q',
        '--no-checkout',
        '--filter=blob:none',
        `file://${scene.remote}`,
        partial,
      );
      git(partial, 'checkout', '-q', 'main');
      scene.tree = partial;
      scene.gitFolder = join(partial, '.git');
      writeFiles(partial, { [POST]: EDITED });
      renameSync(scene.remote, `${scene.remote}.away`);
    },
    outcome: 'offline',
    after: ({ tree, remote }) => {
      renameSync(`${remote}.away`, remote);
      expect(git(tree, 'show', `HEAD:${POST}`)).toBe(EDITED);
    },
  },
  {
    name: 'pushes are to be signed, which the remote does not take (push.gpgSign)',
    make: ({ tree }) => void git(tree, 'config', 'push.gpgSign', 'true'),
    outcome: 'blocked',
    says: /sign/i,
  },
  {
    name: 'tags go with every push (push.followTags)',
    make: ({ tree }) => {
      git(tree, 'tag', '-a', '-m', 'mine', 'mine');
      git(tree, 'config', 'push.followTags', 'true');
    },
    outcome: 'published',
  },
  {
    name: 'a post has a path that is long',
    path: long,
    make: ({ tree }) => writeFiles(tree, { [long]: '# Long\n' }),
    outcome: 'published',
  },
  {
    name: 'names of objects are long (SHA-256)',
    make: (scene) => {
      const [tree, remote] = [join(scene.parent, 'tree256'), join(scene.parent, 'remote256.git')];
      git(scene.parent, 'init', '-q', '--bare', '-b', 'main', '--object-format=sha256', remote);
      git(scene.parent, 'init', '-q', '-b', 'main', '--object-format=sha256', tree);
      writeFiles(tree, files);
      git(tree, 'add', '-A');
      git(tree, 'commit', '-q', '-m', 'first');
      git(tree, 'remote', 'add', 'origin', remote);
      git(tree, 'push', '-q', '-u', 'origin', 'main');
      Object.assign(scene, { tree, remote, gitFolder: join(tree, '.git') });
      writeFiles(tree, { [POST]: EDITED });
    },
    outcome: 'published',
  },
  {
    name: 'the post may be run here, and git does not look at that (core.fileMode)',
    make: ({ tree }) => {
      git(tree, 'config', 'core.fileMode', 'false');
      chmodSync(join(tree, POST), 0o755);
    },
    outcome: 'published',
    after: ({ remote }) => expect(git(remote, 'ls-tree', 'main', POST)).toMatch(/^100644 /),
  },
  {
    name: 'the index is made of a folder that was taken out since (read-tree --prefix)',
    make: ({ tree }) => {
      git(tree, 'read-tree', '--prefix=copy/', 'HEAD');
    },
    outcome: 'published',
    after: ({ tree }) => expect(git(tree, 'diff', '--cached', '--name-only')).toContain(`copy/${POST}`),
  },
  {
    name: 'the remote is a working copy that updates itself (receive.denyCurrentBranch=updateInstead)',
    make: (scene) => {
      const live = join(scene.parent, 'live');
      git(scene.parent, 'clone', '-q', scene.remote, live);
      git(live, 'config', 'receive.denyCurrentBranch', 'updateInstead');
      git(scene.tree, 'remote', 'set-url', 'origin', live);
      scene.remote = live;
    },
    outcome: 'published',
    after: ({ remote }) => expect(readFileSync(join(remote, POST), 'utf8')).toBe(EDITED),
  },
];

describe('publishing from a repository that', () => {
  it.each(states)('is odd: $name', async (state) => publishFrom(state), 60_000);
});

async function publishFrom(state: OddState): Promise<void> {
  const parent = temporaryFolder();
  const made = makeRepository(parent, files);
  const scene: Scene = { parent, ...made, gitFolder: join(made.tree, '.git'), environment: {} };
  writeFiles(made.tree, { [POST]: EDITED });
  await state.make(scene);
  const path = state.path ?? POST;
  const blog = blogOver(parent, scene, { environment: scene.environment, gitFolder: scene.gitFolder });
  await blog.publishing.trust.grant();
  const text = readFileSync(join(scene.tree, path));
  const refs = existsSync(scene.remote) ? git(scene.remote, 'for-each-ref') : 'gone';

  const outcome = await blog.publish({ paths: [path] });

  expect(outcome).toMatchObject({ outcome: state.outcome, verified: state.outcome === 'published' });
  const words = [outcome.message, ...outcome.next].join('\n');
  expect(words).not.toMatch(/^\s*(fatal|error|warning|hint|remote):/im);
  if (state.says) expect(words).toMatch(state.says);
  expect(readFileSync(join(scene.tree, path))).toEqual(text);
  if (outcome.outcome === 'published') expect(tipOf(scene.remote)).toBe(outcome.commit);
  else if (existsSync(scene.remote)) expect(git(scene.remote, 'for-each-ref')).toBe(refs);
  await state.after?.({ ...scene, blog, outcome });
  if (!state.unchecked) expect(git(scene.tree, 'fsck', '--no-dangling', '--no-progress')).toBe('');
}
