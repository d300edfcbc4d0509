import { AppError } from '../../../common/errors.ts';
import type { WayOut } from '../../../common/publish/ways-out.ts';
import { asAppError } from '../../git/failures.ts';
import type { Git } from '../../git/git.ts';
import type { RepositoryStatus } from '../../git/status.ts';

/** Branches looked at: those that somebody works on now are among them. */
const MOST_BRANCHES = 50;

/** How a branch stands to the commit that is checked out. */
type Relation = 'same' | 'behind' | 'ahead';

/** The way out of being on no branch: a new branch, or one whose commits all lie on the same line. */
export async function offerBranch(git: Git, status: RepositoryStatus): Promise<WayOut | undefined> {
  if (status.head === undefined) return undefined;
  const existing = [...(await usableBranches(git, status.head)).keys()];
  const taken = new Set(await branchNames(git));
  return { kind: 'put-on-branch', name: likelyBranch(existing) ?? freeName(taken), existing };
}

function likelyBranch(existing: readonly string[]): string | undefined {
  return ['main', 'master'].find((name) => existing.includes(name)) ?? existing[0];
}

function freeName(taken: ReadonlySet<string>): string {
  const base = `my-work-${new Date().toISOString().slice(0, 10)}`;
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(name)) return name;
  }
}

async function branchNames(git: Git): Promise<string[]> {
  const names = await git.read(['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads/']);
  return names.split('\n').filter(Boolean);
}

/** Branches that one can go to, or bring here, without leaving a commit behind; none that is checked out elsewhere. */
async function usableBranches(git: Git, head: string): Promise<Map<string, Relation>> {
  const wanted = [
    '--sort=-committerdate',
    `--count=${MOST_BRANCHES}`,
    '--format=%(objectname) %(worktreepath)%00%(refname:lstrip=2)',
  ];
  const lines = (await git.read(['for-each-ref', ...wanted, 'refs/heads/'])).split('\n').filter(Boolean);
  const usable = new Map<string, Relation>();
  for (const line of lines) {
    const [place = '', name = ''] = line.split('\0');
    const [commit = '', elsewhere = ''] = [
      place.slice(0, place.indexOf(' ')),
      place.slice(place.indexOf(' ') + 1),
    ];
    if (elsewhere !== '') continue;
    const relation = await relate(git, commit, head);
    if (relation) usable.set(name, relation);
  }
  return usable;
}

async function relate(git: Git, branch: string, head: string): Promise<Relation | undefined> {
  if (branch === head) return 'same';
  const isBelow = async (lower: string, upper: string): Promise<boolean> =>
    (await git.ask(['merge-base', '--is-ancestor', lower, upper])).exitCode === 0;
  if (await isBelow(branch, head)) return 'behind';
  return (await isBelow(head, branch)) ? 'ahead' : undefined;
}

/**
 * Goes on on a branch with every change as it is: a new one, or one that is there, which is brought to this commit or
 * gone to. No commit is left behind.
 *
 * @throws AppError `bad-input` for a name that cannot be used; `git-failed` where git refuses, with nothing changed
 */
export async function putOnBranch(git: Git, status: RepositoryStatus, name: string): Promise<void> {
  const { head } = status;
  if (status.state !== 'detached' || head === undefined)
    throw new AppError('git-failed', {
      message: 'This repository is on a branch by now.',
      next: ['Look again.'],
    });
  await checkName(git, name);
  const relation = (await usableBranches(git, head)).get(name);
  if (relation === undefined && (await branchNames(git)).includes(name))
    throw new AppError('bad-input', {
      message: `The branch ${name} has commits that this state does not have, or is in use elsewhere.`,
      next: ['Choose another name.'],
    });
  const switched = await git.act(switchTo(name, relation));
  if (switched.failure) throw asAppError(switched.failure);
}

function switchTo(name: string, relation: Relation | undefined): string[] {
  if (relation === undefined) return ['switch', '--no-guess', '--no-track', '--create', name];
  // The branch is brought forward to where we are: a fast-forward, checked above.
  if (relation === 'behind') return ['switch', '--no-guess', '--no-track', '--force-create', name];
  return ['checkout', '--no-guess', '--no-overwrite-ignore', name, '--'];
}

async function checkName(git: Git, name: string): Promise<void> {
  const answer = await git.ask(['check-ref-format', '--branch', name]);
  const isPlain = !name.startsWith('-') && !name.startsWith('@') && name !== 'HEAD';
  if (isPlain && answer.exitCode === 0 && answer.stdout.toString('utf8').trim() === name) return;
  throw new AppError('bad-input', {
    message: `Git takes no branch of the name “${name}”.`,
    next: ['Use letters, digits and dashes.'],
  });
}
