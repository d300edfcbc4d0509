import type { Config } from './config.ts';

/** Where publishing a branch pushes to. */
export interface PushTarget {
  /** Name of the remote in the configuration. */
  remote: string;
  /** Name of the branch there. */
  branch: string;
  /** `refs/remotes/origin/main`: where what the remote was last known to hold is kept; undefined where nothing is. */
  tracking: string | undefined;
  /** The branch has an upstream already; else the first push sets it. */
  hasUpstream: boolean;
  /** Git is told that pushing there means all branches, which it does not do with a single one named. */
  isMirror: boolean;
  /** What to ask for verification: the address that is pushed to, else the remote's name. */
  asked: string;
}

export type PushTargetAnswer =
  | { kind: 'found'; target: PushTarget }
  /** `others` are set up, but git is not told which of them. */
  | { kind: 'no-remote'; others?: readonly string[] }
  /** The branch follows one of another name, and git by its settings would not push to that. */
  | { kind: 'other-name'; remote: string; upstream: string };

/** Finds where git itself would push this branch. Source: git-config(1) on `push.default`, `remote.pushDefault`, `branch.*`. */
export function findPushTarget(config: Config, branch: string): PushTargetAnswer {
  const remotes = config.subsections('remote').filter((name) => config.get(`remote.${name}.url`));
  const upstreamRemote = config.get(`branch.${branch}.remote`);
  const upstreamBranch = config.get(`branch.${branch}.merge`)?.replace(/^refs\/heads\//, '');
  const named = [
    config.get(`branch.${branch}.pushremote`),
    config.get('remote.pushdefault'),
    upstreamRemote,
    remotes.length === 1 ? remotes[0] : undefined,
    'origin',
  ];
  // A remote that is named but not set up cannot be pushed to; one that is named first still wins over the others.
  const remote = named.find((name) => name !== undefined && remotes.includes(name));
  if (remote === undefined)
    return remotes.length > 0 ? { kind: 'no-remote', others: remotes } : { kind: 'no-remote' };

  const hasUpstream = upstreamBranch !== undefined && upstreamRemote !== undefined;
  const follows = hasUpstream && upstreamRemote === remote ? upstreamBranch : branch;
  const style = config.get('push.default') ?? 'simple';
  if (follows !== branch && style === 'simple') return { kind: 'other-name', remote, upstream: follows };
  const target = /^(upstream|tracking)$/.test(style) ? follows : branch;
  return {
    kind: 'found',
    target: {
      remote,
      branch: target,
      tracking: trackingRef(config.all(`remote.${remote}.fetch`), `refs/heads/${target}`),
      hasUpstream,
      isMirror: config.isTrue(`remote.${remote}.mirror`),
      asked: config.get(`remote.${remote}.pushurl`) ?? rewrittenForPushing(config, remote) ?? remote,
    },
  };
}

/** Where `url.*.pushInsteadOf` sends pushes; asking goes elsewhere. Source: git-config(1), the longest prefix wins. */
function rewrittenForPushing(config: Config, remote: string): string | undefined {
  const address = config.get(`remote.${remote}.url`) ?? '';
  const rules = config
    .subsections('url')
    .flatMap((base) => config.all(`url.${base}.pushinsteadof`).map((prefix) => ({ base, prefix })))
    .filter(({ prefix }) => address.startsWith(prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  const [rule] = rules;
  return rule && rule.base + address.slice(rule.prefix.length);
}

/** Maps a branch of the remote through the fetch patterns: `+refs/heads/*:refs/remotes/origin/*`. */
export function trackingRef(patterns: readonly string[], ref: string): string | undefined {
  for (const pattern of patterns) {
    const [from = '', to = ''] = pattern.replace(/^\+/, '').split(':');
    const [before = '', after] = from.split('*');
    if (to === '') continue;
    if (after === undefined) {
      if (from === ref) return to;
    } else if (ref.startsWith(before) && ref.endsWith(after) && ref.length >= before.length + after.length) {
      return to.replace('*', () => ref.slice(before.length, ref.length - after.length));
    }
  }
  return undefined;
}
