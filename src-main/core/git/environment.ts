import type { Environment } from './program.ts';

/**
 * What a run of git is for. `read` looks and runs nothing of the author's; `act` is a commit, merge or push that the author
 * asked for, whose hooks see the author's own surroundings; `ask` speaks with the remote and runs no hooks.
 */
export type GitPurpose = 'read' | 'act' | 'ask';

/** Variables that tie git to another repository or to other rules for paths, as when Galley was started by a hook. */
const foreign =
  /^(GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|CONFIG|CONFIG_PARAMETERS|GRAFT_FILE|SHALLOW_FILE|NO_REPLACE_OBJECTS|REPLACE_REF_BASE|IMPLICIT_WORK_TREE|INTERNAL_SUPER_PREFIX|QUARANTINE_PATH|EXTERNAL_DIFF|DIFF_OPTS|PAGER|PAGER_IN_USE|REFLOG_ACTION|LITERAL_PATHSPECS|GLOB_PATHSPECS|NOGLOB_PATHSPECS|ICASE_PATHSPECS|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|EDITOR|SEQUENCE_EDITOR|ASKPASS|TERMINAL_PROMPT)|GIT_TRACE.*|GIT_TEST_.*|SSH_ASKPASS.*|GALLEY_ASKPASS.*|LANGUAGE)$/;

/** Programs that background reading never needs, and that simple-git refuses to pass on. */
const unneededToRead =
  /^(EDITOR|VISUAL|PAGER|PREFIX|GIT_SSH|GIT_SSH_COMMAND|GIT_SSH_VARIANT|GIT_PROXY_COMMAND|GIT_TEMPLATE_DIR)$/i;

/**
 * The author's environment with what could make git wait, ask or stray taken out.
 *
 * @param options.ceiling the folder above the working tree: git never looks for a repository there
 * @param options.ownSsh the author's configuration names an ssh command, which must win
 * @param options.askpass what lets git and ssh ask the author (see `askpass/`); without it they ask nobody
 */
export function hardenEnvironment(
  base: Environment,
  purpose: GitPurpose,
  options: { ceiling: string; ownSsh: boolean; askpass?: Readonly<Record<string, string>> | undefined },
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(base)) {
    const drop = foreign.test(name) || (purpose === 'read' && unneededToRead.test(name));
    if (value !== undefined && !drop) kept[name] = value;
  }
  Object.assign(kept, {
    GIT_TERMINAL_PROMPT: '0',
    GIT_CEILING_DIRECTORIES: options.ceiling,
    NoDefaultCurrentDirectoryInExePath: '1',
  });
  Object.assign(kept, options.askpass ?? askNobody);
  if (purpose === 'read') Object.assign(kept, forReading);
  else Object.assign(kept, forActing(base));
  if (purpose === 'ask') Object.assign(kept, { LC_ALL: 'C', GIT_LITERAL_PATHSPECS: '1' });
  if (purpose !== 'read') Object.assign(kept, patience(base, purpose === 'ask' ? 10 : 15));
  if (purpose !== 'read' && !options.ownSsh && !base.GIT_SSH_COMMAND && !base.GIT_SSH) {
    kept.GIT_SSH_COMMAND = `ssh ${options.askpass ? '' : '-oBatchMode=yes '}-oConnectTimeout=10`;
  }
  return kept;
}

/** An empty askpass wins over core.askPass and SSH_ASKPASS. Windows knows no empty variables. */
const askNobody = {
  GIT_ASKPASS: process.platform === 'win32' ? 'false' : '',
  SSH_ASKPASS_REQUIRE: 'never',
};

const forReading = {
  LC_ALL: 'C',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_LITERAL_PATHSPECS: '1',
  // A partial clone would go to the network for a missing object.
  GIT_NO_LAZY_FETCH: '1',
};

/**
 * Hooks inherit this. Git's own words must be English to be understood, but a hook that handles UTF-8 must not find
 * itself in the C locale, and one that runs `git add '*.md'` must not find patterns switched off: paths given to such
 * runs carry `:(literal)` instead.
 */
function forActing(base: Environment): Record<string, string> {
  const characters = base.LC_ALL || base.LC_CTYPE || base.LANG;
  const settings = {
    LC_ALL: '',
    LC_MESSAGES: 'C',
    GIT_EDITOR: ':',
    GIT_SEQUENCE_EDITOR: ':',
    GIT_MERGE_AUTOEDIT: 'no',
  };
  return characters ? { ...settings, LC_CTYPE: characters } : settings;
}

/**
 * A web server that takes the connection and then says nothing is given up after so many seconds. One whose checks take
 * long sends a sign of life every five (git-config(1), `receive.keepAlive`).
 */
function patience(base: Environment, seconds: number): Record<string, string> {
  if (base.GIT_HTTP_LOW_SPEED_LIMIT || base.GIT_HTTP_LOW_SPEED_TIME) return {};
  return { GIT_HTTP_LOW_SPEED_LIMIT: '1', GIT_HTTP_LOW_SPEED_TIME: String(seconds) };
}
