import { dirname } from 'node:path';
import type { SimpleGit } from 'simple-git';
import type { RepositoryLocation } from '../site/repository-location.ts';
import type { Asking, SignInSession } from './askpass/sign-in-session.ts';
import { type GitPurpose, hardenEnvironment } from './environment.ts';
import { asAppError, causeOf, describeFailure, failureOf, type GitFailure } from './failures.ts';
import { createInstance, quietSettings } from './instance.ts';
import { type Environment, findGit, type GitProgram } from './program.ts';
import { redactCredentials } from './redact.ts';
import { type GitAnswer, type GitRun, runGit } from './run.ts';

export interface ActOptions extends Pick<GitRun, 'input' | 'signal' | 'onLine' | 'silenceLimit'> {
  /** How far this run may ask for a sign-in, where there is a session for it; absent: not at all. */
  signIn?: Asking;
  /** Variables that this run is given beside the author's own. */
  variables?: Readonly<Record<string, string>>;
}

/** An answer of git, and what went wrong where something did. */
export interface GitOutcome extends GitAnswer {
  failure: GitFailure | undefined;
}

/** Git in one repository. Nothing here asks for trust: whoever holds it has (see `createTrust`). */
export interface Git {
  location: RepositoryLocation;
  program(): Promise<GitProgram>;
  /** Reads in the background, running nothing of the repository's. @throws AppError with the cause */
  read(args: readonly string[]): Promise<string>;
  /** As `read`, for commands that take input or print bytes. @throws AppError with the cause */
  readBytes(args: readonly string[], input?: GitRun['input']): Promise<Buffer>;
  /** The rule by which git ignores a path; undefined where it does not. */
  ignoreRule(path: string): Promise<{ source: string; line: string; pattern: string } | undefined>;
  /** Which of these paths git is told to ignore. Files that git knows are never among them. */
  ignored(paths: readonly string[]): Promise<Set<string>>;
  /** What the author asked for: a commit, a merge, a push. Hooks run. Paths must carry `:(literal)`. */
  act(args: readonly string[], options?: ActOptions): Promise<GitOutcome>;
  /** Speaks with the remote without hooks. */
  ask(args: readonly string[], options?: ActOptions): Promise<GitOutcome>;
  /** The same repository, where runs that say so may ask the author to sign in. */
  signingIn(session: SignInSession | undefined): Git;
  /** Tells whether the author's configuration names an ssh command of its own, which then wins. */
  setOwnSsh(ownSsh: boolean): void;
}

/** Settings of what the author asked for, whose hooks run. Submodules are left alone there too. */
const safeSettings = ['protocol.ext.allow=never', 'submodule.recurse=false'];

/** Milliseconds of silence after which a remote is given up; long, since a helper may be asking the author to sign in. */
const ASK_SILENCE = 60_000;

export function createGit(options: { location: RepositoryLocation; environment: Environment }): Git {
  const { location } = options;
  const folder = location.workingTree;
  let ownSsh = false;
  let found: Promise<GitProgram> | undefined;
  let instance: SimpleGit | undefined;

  const program = (): Promise<GitProgram> => {
    found ??= findGit(options.environment, folder);
    found.catch(() => {
      found = undefined;
    });
    return found;
  };
  const environmentFor = (purpose: GitPurpose, askpass?: Readonly<Record<string, string>>) =>
    hardenEnvironment(options.environment, purpose, { ceiling: dirname(folder), ownSsh, askpass });
  const start = async (
    purpose: GitPurpose,
    args: readonly string[],
    { signIn, variables, ...more }: ActOptions,
    session?: SignInSession,
  ): Promise<GitOutcome> => {
    const { path } = await program();
    if (session && signIn) {
      return session.run(signIn, more.signal, ({ environment, settings, run }) =>
        runGit(path, {
          ...more,
          ...run,
          args: [...asSettings(settings), ...args],
          folder,
          environment: { ...environmentFor(purpose, environment), ...variables },
        }),
      );
    }
    const answer = await runGit(path, {
      ...more,
      args,
      folder,
      environment: { ...environmentFor(purpose), ...variables },
    });
    return { ...answer, failure: failureOf(answer) };
  };
  const acting = (session?: SignInSession): Pick<Git, 'act' | 'ask'> => ({
    act: (args, more = {}) => start('act', [...asSettings(safeSettings), ...args], more, session),
    ask: (args, more = {}) =>
      start('ask', [...asSettings(quietSettings), ...args], { silenceLimit: ASK_SILENCE, ...more }, session),
  });

  const git: Git = {
    location,
    program,
    async read(args) {
      instance ??= createInstance({
        program: (await program()).path,
        folder,
        environment: environmentFor('read'),
      });
      try {
        return await instance.raw([...args]);
      } catch (error) {
        const words = redactCredentials(error instanceof Error ? error.message : String(error));
        throw asAppError(describeFailure(causeOf(words), words));
      }
    },
    async readBytes(args, input) {
      const { stdout, failure } = await start('read', [...asSettings(quietSettings), ...args], { input });
      if (failure) throw asAppError(failure);
      return stdout;
    },
    async ignoreRule(path) {
      const { path: gitPath } = await program();
      const { GIT_LITERAL_PATHSPECS: _, ...environment } = environmentFor('read');
      const args = [...asSettings(quietSettings), 'check-ignore', '--verbose', '-z', '--stdin'];
      const answer = await runGit(gitPath, { args, folder, environment, input: `./${path}\0` });
      const [source = '', line = '', pattern = ''] = answer.stdout.toString('utf8').split('\0');
      return pattern === '' ? undefined : { source, line, pattern };
    },
    async ignored(paths) {
      if (paths.length === 0) return new Set();
      const { path: gitPath } = await program();
      // `check-ignore` refuses literal pathspecs; behind `./` no name is taken for a pattern.
      const { GIT_LITERAL_PATHSPECS: _, ...environment } = environmentFor('read');
      const args = [...asSettings(quietSettings), 'check-ignore', '-z', '--stdin'];
      const ask = async (some: readonly string[]): Promise<string[]> => {
        const input = some.map((path) => `./${path}\0`).join('');
        const answer = await runGit(gitPath, { args, folder, environment, input });
        const found = answer.stdout.toString('utf8').split('\0').filter(Boolean);
        // 0 and 1 are answers. Git gives up at a path behind a link or in a submodule: the others are asked in halves.
        if ((answer.exitCode ?? 128) <= 1 || some.length === 1) return found;
        const half = Math.ceil(some.length / 2);
        return [...(await ask(some.slice(0, half))), ...(await ask(some.slice(half)))];
      };
      return new Set((await ask(paths)).map((path) => path.replace(/^\.\//, '')));
    },
    ...acting(),
    signingIn: (session) => (session ? { ...git, ...acting(session) } : git),
    setOwnSsh(value) {
      ownSsh = value;
    },
  };
  return git;
}

function asSettings(settings: readonly string[]): string[] {
  return settings.flatMap((setting) => ['-c', setting]);
}
