import { type SimpleGit, simpleGit } from 'simple-git';

/** Settings that every background read is given: nothing of the repository's runs, whatever its configuration says. */
export const quietSettings: readonly string[] = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'diff.external=',
  'protocol.ext.allow=never',
  'submodule.recurse=false',
];

const ownSettings = {
  allowUnsafeAlias: true,
  allowUnsafeEditor: true,
  allowUnsafePager: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeUrlRewrite: true,
  allowUnsafeSshCommand: true,
  allowUnsafeGitProxy: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeFilter: true,
  allowUnsafeInclude: true,
  allowUnsafeMergeDriver: true,
  allowUnsafeDiffTextConv: true,
  allowUnsafeTemplateDir: true,
} as const;

/**
 * The one place that builds a simple-git. It serves background reading: whatever exits with another code than 0 fails, even
 * in silence, and nothing is ever waited for on standard input.
 *
 * @param options.environment hardened for reading: simple-git refuses variables such as EDITOR and GIT_SSH_COMMAND
 */
export function createInstance(options: {
  program: string;
  folder: string;
  environment: Readonly<Record<string, string>>;
}): SimpleGit {
  return simpleGit({
    baseDir: options.folder,
    binary: options.program,
    config: [...quietSettings],
    trimmed: false,
    maxConcurrentProcesses: 4,
    // An empty buffer ends standard input; an empty string would leave it open.
    input: () => Buffer.alloc(0),
    errors: (error, { exitCode, stdErr }) => {
      if (exitCode === 0) return error;
      return error ?? Buffer.concat([Buffer.from(`exit code ${exitCode}\n`), ...stdErr]);
    },
    completion: { onClose: true, onExit: false },
    allowEnvironment: Object.keys(options.environment),
    unsafe: {
      // The settings above are ours.
      allowUnsafeFsMonitor: true,
      allowUnsafeHooksPath: true,
      allowUnsafeDiffExternal: true,
      allowUnsafeProtocolOverride: true,
      // The path was resolved by us; people's folders have blanks and umlauts.
      allowUnsafeCustomBinary: true,
      // The askpass is ours, and refuses; where git finds its configuration is the author's business.
      allowUnsafeAskPass: true,
      allowUnsafeConfigPaths: true,
      allowUnsafeConfigEnvCount: true,
      allowUnsafeExec: true,
      // Settings that the author gives by GIT_CONFIG_COUNT are the author's own.
      ...ownSettings,
    },
  }).env({ ...options.environment });
}
