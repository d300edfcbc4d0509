import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Environment } from '../program.ts';
import type { AskpassProgram } from './askpass-program.ts';
import type { SecretStore } from './secret-store.ts';
import type { SignInAsker } from './sign-in-desk.ts';
import { type OwnAskpass, openSignInSession, type SignInSession } from './sign-in-session.ts';

/** What signing in needs of the program around it. */
export interface SignInMeans {
  program: AskpassProgram;
  /** Who can ask the author now; undefined where nobody is there. */
  asker(): SignInAsker | undefined;
  store: SecretStore;
}

/**
 * The sign-in of one operation with a remote. Undefined where neither the author nor a program of theirs could answer: git
 * is then told to ask nobody, as in the background.
 */
export async function openSignInFor(
  means: SignInMeans | undefined,
  { config, environment, remote }: { config: Config; environment: Environment; remote: string | undefined },
): Promise<SignInSession | undefined> {
  if (!means) return undefined;
  const own = ownAskpass(config, environment);
  const asker = means.asker();
  if (!asker && !own.git && !own.ssh) return undefined;
  const address = remote && (config.get(`remote.${remote}.pushurl`) ?? config.get(`remote.${remote}.url`));
  return openSignInSession({
    program: means.program,
    own,
    asker,
    store: means.store,
    remote: { name: remote, host: address ? hostIn(address) : undefined },
    hasHelper: hasHelper(config),
  });
}

/** Source: git(1), GIT_ASKPASS; git-config(1), `core.askPass`; ssh(1), SSH_ASKPASS. */
function ownAskpass(config: Config, environment: Environment): OwnAskpass {
  const configured = config.get('core.askpass');
  const path = configured?.startsWith('~/') ? join(homedir(), configured.slice(2)) : configured;
  return {
    git: environment.GIT_ASKPASS || path || environment.SSH_ASKPASS || undefined,
    ssh: environment.SSH_ASKPASS || undefined,
  };
}

/** Whether a helper is set up. An empty setting takes back those before it. */
function hasHelper(config: Config): boolean {
  if (config.get('credential.helper')) return true;
  return config.subsections('credential').some((host) => Boolean(config.get(`credential.${host}.helper`)));
}

/** `github.com` of any kind of address; undefined for a folder. */
export function hostIn(address: string): string | undefined {
  const url = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?([^/]+)/i.exec(address)?.[1];
  return url ?? /^(?:[^@/]+@)?([^:/\\]{2,}):/.exec(address)?.[1];
}
