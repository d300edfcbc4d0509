import type { Config } from '../git/config.ts';

/**
 * How the author has told git to bring two histories together: with a merge, by replaying their own commits on what
 * others published, or not at all (`forward-only`).
 */
export type AuthorWay = 'merge' | 'replay' | 'forward-only';

/** What `git pull` would do on this branch. Of both settings `pull.ff=only` wins. Source: git-config(1), builtin/pull.c. */
export function authorWay(config: Config, branch: string | undefined): AuthorWay {
  if (config.get('pull.ff') === 'only') return 'forward-only';
  const rebase = config.get(`branch.${branch}.rebase`) ?? config.get('pull.rebase');
  return rebase !== undefined && replays.test(rebase) ? 'replay' : 'merge';
}

const replays = /^(true|yes|on|[1-9]\d*|m|merges|i|interactive|p|preserve)$/i;
