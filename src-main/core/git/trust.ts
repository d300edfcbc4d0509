import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import * as v from 'valibot';
import { AppError } from '../../common/errors.ts';
import type { TrustReport } from '../../common/publish/publish.ts';
import { createDisk } from '../disk.ts';
import type { RepositoryLocation } from '../site/repository-location.ts';
import { type ConfigEntry, parseConfigList } from './config.ts';
import { findDangers, isOddAddress } from './dangers.ts';
import { hardenEnvironment } from './environment.ts';
import { asAppError, failureOf } from './failures.ts';
import { listHooks } from './hooks.ts';
import type { Environment, GitProgram } from './program.ts';
import { redactCredentials } from './redact.ts';
import { runGit } from './run.ts';

/** Who has been trusted to run programs on this computer. */
export interface Trust {
  /** @throws AppError `dubious-ownership`, `no-repository`, `git-missing` */
  describe(): Promise<TrustReport>;
  /** Trusts the repository with what it would run now; another program later asks again. */
  grant(): Promise<TrustReport>;
  /** @throws AppError `untrusted` with what would run, or as `describe` */
  require(): Promise<void>;
}

/** One thing that git would run, and what must be the same for it to stay trusted. */
interface Runnable {
  line: string;
  fingerprint: string;
}

interface Inspection {
  commonFolder: string;
  runs: Runnable[];
  includes: boolean;
}

/**
 * The gate before the first command that reads the index. It lists the repository's own configuration and looks into its
 * hooks folders; neither runs anything.
 *
 * @param options.data Galley's data folder, where `trust.json` is kept
 */
export function createTrust(options: {
  git: () => Promise<GitProgram>;
  location: RepositoryLocation;
  data: string;
  environment: Environment;
}): Trust {
  const file = join(options.data, 'trust.json');
  const readSettings = rememberSettings(options);

  /** Included files are only read where their names are trusted already. */
  async function inspectAsTrusted(): Promise<{ found: Inspection; trusted: boolean; hash: string }> {
    const outer = await inspect(options, await readSettings());
    const known = (await readStore(file)).repositories[outer.commonFolder];
    const outerHash = hashOf(outer.runs);
    if (outer.runs.length === 0) return { found: outer, trusted: true, hash: outerHash };
    if (known?.outer !== outerHash) return { found: outer, trusted: false, hash: outerHash };
    if (!outer.includes) return { found: outer, trusted: true, hash: outerHash };
    const whole = await inspect(options, await listSettings(options, true));
    return { found: whole, trusted: known.whole === hashOf(whole.runs), hash: outerHash };
  }

  async function describe(): Promise<TrustReport> {
    const { found, trusted } = await inspectAsTrusted();
    return { trusted, runs: found.runs.map(({ line }) => line) };
  }

  async function grant(): Promise<TrustReport> {
    const outer = await inspect(options, await readSettings());
    if (outer.runs.length === 0) return { trusted: true, runs: [] };
    const whole = outer.includes ? await inspect(options, await listSettings(options, true)) : outer;
    const store = await readStore(file);
    store.repositories[outer.commonFolder] = { outer: hashOf(outer.runs), whole: hashOf(whole.runs) };
    await writeStore(options.data, file, store);
    return { trusted: true, runs: whole.runs.map(({ line }) => line) };
  }

  return {
    describe,
    grant,
    async require() {
      const { trusted, runs } = await describe();
      if (trusted) return;
      const shown = runs.slice(0, 5).join('; ') + (runs.length > 5 ? `; and ${runs.length - 5} more` : '');
      throw new AppError('untrusted', {
        message: `This repository would run programs on this computer, and you have not trusted it yet: ${shown}.`,
        detail: runs.join('\n'),
      });
    },
  };
}

interface SettingsSource {
  git: () => Promise<GitProgram>;
  location: RepositoryLocation;
  environment: Environment;
}

/** The repository's own settings, as git lists them. */
interface Settings {
  commonFolder: string;
  entries: ConfigEntry[];
}

/**
 * Asks git for the repository's own settings, and again only where a byte of the files that they stand in has changed, or
 * their owner.
 */
function rememberSettings(source: SettingsSource): () => Promise<Settings> {
  let known: { settings: Settings; state: string } | undefined;
  return async () => {
    if (known && (await stateOfFiles(source.location, known.settings.commonFolder)) === known.state) {
      return known.settings;
    }
    known = undefined;
    const before = await stateOfFiles(source.location, source.location.gitFolder);
    const settings = await listSettings(source, false);
    const isLinked = settings.commonFolder !== (await realpath(source.location.gitFolder));
    const state = await stateOfFiles(source.location, settings.commonFolder);
    // Changed while git read them: what it said may be of neither state. Linked working trees are always asked.
    if (!isLinked && state === before) known = { settings, state };
    return settings;
  };
}

/** Source of the places: git-config(1), “FILES”. */
async function stateOfFiles(
  { gitFolder, workingTree }: RepositoryLocation,
  commonFolder: string,
): Promise<string> {
  const files = [
    join(commonFolder, 'config'),
    join(gitFolder, 'config.worktree'),
    join(gitFolder, 'commondir'),
  ];
  const texts = files.map((path) => readFile(path, 'latin1').catch(() => null));
  const owners = [gitFolder, workingTree].map(async (path) => (await stat(path)).uid);
  return JSON.stringify(await Promise.all([...texts, ...owners]));
}

async function listSettings(options: SettingsSource, includes: boolean): Promise<Settings> {
  const { workingTree } = options.location;
  const { path } = await options.git();
  const environment = hardenEnvironment(options.environment, 'read', {
    ceiling: resolve(workingTree, '..'),
    ownSsh: true,
  });
  const look = (args: string[]) =>
    runGit(path, { args, folder: workingTree, environment, outputLimit: 16 * 1024 * 1024 });
  const [place, listing] = await Promise.all([
    look(['rev-parse', '--git-common-dir']),
    look(['config', includes ? '--includes' : '--no-includes', '--show-scope', '-z', '--list']),
  ]);
  // Ownership first: git leaves the configuration of another user's repository out of the list without a word.
  for (const answer of [place, listing]) {
    const failure = failureOf(answer);
    if (failure) throw asAppError(failure);
  }
  const commonFolder = await realpath(resolve(workingTree, place.stdout.toString('utf8').replace(/\n$/, '')));
  const entries = parseConfigList(listing.stdout.toString('utf8')).filter(
    ({ scope }) => scope === 'local' || scope === 'worktree',
  );
  return { commonFolder, entries };
}

async function inspect(
  { location: { workingTree } }: SettingsSource,
  { commonFolder, entries }: Settings,
): Promise<Inspection> {
  const runs = [
    ...settingRuns(findDangers(entries)),
    ...(await hookRuns(join(commonFolder, 'hooks'), 'hook')),
    ...(await configuredHookRuns(entries, workingTree)),
    ...(await remoteRuns(entries, workingTree)),
  ];
  return { commonFolder, runs, includes: entries.some(({ key }) => /^include(if\..*)?\.path$/s.test(key)) };
}

function settingRuns(entries: readonly ConfigEntry[]): Runnable[] {
  return entries.map(({ scope, key, value }) => ({
    line: redactCredentials(`${key} = ${value}`),
    fingerprint: `setting\0${scope}\0${key}\0${value}`,
  }));
}

async function hookRuns(folder: string, word: string): Promise<Runnable[]> {
  const hooks = await listHooks(folder);
  return hooks.map(({ name, hash }) => ({
    line: `${word} ${name}`,
    fingerprint: `hook\0${folder}\0${name}\0${hash}`,
  }));
}

async function configuredHookRuns(entries: readonly ConfigEntry[], workingTree: string): Promise<Runnable[]> {
  const configured = entries.findLast(({ key }) => key === 'core.hookspath')?.value;
  if (!configured) return [];
  const folder = configured.startsWith('~/')
    ? join(homedir(), configured.slice(2))
    : resolve(workingTree, configured);
  return hookRuns(folder, `hook in ${configured}:`);
}

/**
 * A push to a folder of this computer runs the hooks of the repository there. One that came along with the blog (inside it, or
 * named by a relative path) is as foreign as the blog itself; one that the author named by its full path is the author's.
 */
async function remoteRuns(entries: readonly ConfigEntry[], workingTree: string): Promise<Runnable[]> {
  const addresses = entries
    .filter(({ key }) => /^remote\..*\.(url|pushurl)$/s.test(key))
    .map(({ value }) => value);
  const folders = new Set(addresses.flatMap((address) => accompanyingFolder(address, workingTree) ?? []));
  const found = await Promise.all(
    [...folders].flatMap((folder) => [
      hookRuns(join(folder, 'hooks'), `hook of the remote in ${folder}:`),
      hookRuns(join(folder, '.git', 'hooks'), `hook of the remote in ${folder}:`),
    ]),
  );
  return found.flat();
}

function accompanyingFolder(address: string, workingTree: string): string | undefined {
  if (isOddAddress(address)) return undefined;
  const path = address.replace(/^file:\/\//i, '');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path) || /^[^/\\]+:/.test(path)) return undefined;
  const folder = resolve(workingTree, path);
  return isAbsolute(path) && !folder.startsWith(`${workingTree}/`) ? undefined : folder;
}

function hashOf(runs: readonly Runnable[]): string {
  const prints = runs.map(({ fingerprint }) => fingerprint).sort();
  return createHash('sha256').update(JSON.stringify(prints)).digest('hex');
}

const storeSchema = v.object({
  version: v.literal(1),
  /** By the real path of the common git folder. */
  repositories: v.record(v.string(), v.object({ outer: v.string(), whole: v.string() })),
});
type Store = v.InferOutput<typeof storeSchema>;

async function readStore(file: string): Promise<Store> {
  try {
    return v.parse(storeSchema, JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Missing or damaged: nobody is trusted, so the question is asked again.
    return { version: 1, repositories: {} };
  }
}

async function writeStore(folder: string, file: string, store: Store): Promise<void> {
  await mkdir(folder, { recursive: true });
  const bytes = Buffer.from(`${JSON.stringify(store, undefined, 2)}\n`);
  await createDisk().write(file, bytes, { mode: 0o600 });
}
