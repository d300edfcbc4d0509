import { homedir, userInfo } from 'node:os';
import { join, sep } from 'node:path';
import type { Look, NewBlogProposal } from '../../common/new-blog/proposal.ts';
import { listThemes } from '../build/theme.ts';
import { folderExists } from '../folders.ts';
import type { Environment } from '../git/program.ts';
import { readIdentity } from '../git/start-blog-repository.ts';

const usualTheme = 'quiet';

/** The themes that come with the program, the usual one first. */
export function looksOf(resources: string): Look[] {
  return listThemes(resources)
    .map(({ name, label, description }) => ({ name, title: label, description }))
    .sort((a, b) => Number(b.name === usualTheme) - Number(a.name === usualTheme));
}

/** What a new blog would begin with on this computer. Never fails: what cannot be found out is left to the author. @param resources the program’s folder of that name */
export async function proposeBlog(environment: Environment, resources: string): Promise<NewBlogProposal> {
  const home = homedir();
  const usual = join(home, 'Documents');
  const parent = (await folderExists(usual)) ? usual : home;
  const identity = await readIdentity(environment, home).catch(() => undefined);
  return {
    parent: parent.endsWith(sep) ? parent : `${parent}${sep}`,
    author: identity?.name ?? systemName(),
    needsEmail: identity !== undefined && identity.email === undefined,
    looks: looksOf(resources),
  };
}

/** A name of the system that reads like one of a person. */
function systemName(): string | undefined {
  try {
    const { username } = userInfo();
    return /^[a-z]/i.test(username) && username !== 'root' ? username : undefined;
  } catch {
    return undefined;
  }
}
