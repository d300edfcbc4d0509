import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { AppError } from '../../common/errors.ts';
import type { Identity } from '../../common/publish/sign-in.ts';
import type { Config } from './config.ts';
import type { Git } from './git.ts';

/** How many of the last commits tell who writes here. */
const COMMITS = '30';

/**
 * Who the author may be, to be confirmed: whoever wrote most of the last commits; else the system's name for the person,
 * and GitHub's private address where the remote names an account there. What is not known is empty.
 */
export async function guessIdentity(git: Git, config: Config): Promise<Identity> {
  const known = { name: config.get('user.name'), email: config.get('user.email') };
  const author = await mostFrequentAuthor(git);
  return {
    name: known.name || author?.name || (await systemName()) || '',
    email: known.email || author?.email || privateAddress(config) || '',
  };
}

/**
 * Keeps it in this repository's configuration, and nowhere else.
 *
 * @throws AppError `git-failed`
 */
export async function writeIdentity(git: Git, { name, email }: Identity): Promise<void> {
  for (const [key, value] of [
    ['user.name', name],
    ['user.email', email],
  ] as const) {
    // `--replace-all` with a pattern takes what begins with a dash for the value that it is.
    const { failure } = await git.ask(['config', '--local', '--replace-all', key, value, '']);
    if (failure)
      throw new AppError('git-failed', {
        message: 'Your name could not be written into the configuration of this repository.',
        detail: failure.detail,
      });
  }
}

async function mostFrequentAuthor(git: Git): Promise<Identity | undefined> {
  const listed = await git
    .read(['log', `--max-count=${COMMITS}`, '--no-merges', '--format=%an%x00%ae', 'HEAD', '--'])
    .catch(() => '');
  const counts = new Map<string, number>();
  for (const line of listed.split('\n').filter(Boolean)) {
    if (!/\[bot\]|noreply@github\.com$|^github-actions/i.test(line))
      counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  const [name = '', email = ''] = most?.[0].split('\0') ?? [];
  return most ? { name, email } : undefined;
}

/** Source: GitHub's documentation on commit addresses: `USER@users.noreply.github.com`. */
function privateAddress(config: Config): string | undefined {
  const addresses = config.subsections('remote').map((name) => config.get(`remote.${name}.url`) ?? '');
  for (const address of addresses) {
    const user = /^(?:https:\/\/(?:[^@/]*@)?|(?:ssh:\/\/)?git@)github\.com[:/]([A-Za-z0-9-]+)\//.exec(
      address,
    )?.[1];
    if (user) return `${user}@users.noreply.github.com`;
  }
  return undefined;
}

/** The person's whole name, where the system has it; else the name they log in with. */
async function systemName(): Promise<string | undefined> {
  try {
    const { username } = userInfo();
    const list = await readFile('/etc/passwd', 'utf8').catch(() => '');
    const line = list.split('\n').find((each) => each.startsWith(`${username}:`));
    const name = line?.split(':')[4]?.split(',')[0]?.trim();
    return name && name !== 'root' ? name : username === 'root' ? undefined : username;
  } catch {
    return undefined;
  }
}
