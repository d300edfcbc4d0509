import type { ImportOutcome } from '../../src-main/common/posts/import.ts';
import type { PostProblem } from '../../src-main/common/site/check/check-posts.ts';

/** What is said alike of several posts. */
export interface ProblemGroup {
  code: string;
  words: string;
  severity: PostProblem['severity'];
  problems: readonly PostProblem[];
}

/** What an author is told of an import. */
export interface SortedOutcome {
  /** Of what is in the export and not in the blog. */
  leftOut: readonly ProblemGroup[];
  /** Of posts that came. */
  toLookAt: readonly ProblemGroup[];
}

const severities = ['error', 'warning', 'info'] as const;

/** What was left out and what is to be looked at, each gathered by its reason, the worst first. */
export function sortOutcome({ posts, problems }: ImportOutcome): SortedOutcome {
  const came = new Set(posts);
  return {
    leftOut: grouped(problems.filter(({ path }) => !came.has(path))),
    toLookAt: grouped(problems.filter(({ path }) => came.has(path))),
  };
}

function grouped(problems: readonly PostProblem[]): ProblemGroup[] {
  const groups = new Map<string, PostProblem[]>();
  for (const problem of problems) groups.set(problem.code, [...(groups.get(problem.code) ?? []), problem]);
  return [...groups]
    .map(([code, found]) => ({
      code,
      words: reasons[code] ?? 'Other',
      severity: severities.find((one) => found.some(({ severity }) => severity === one)) ?? 'info',
      problems: found,
    }))
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

const reasons: Record<string, string> = {
  'address-changed': 'Have another address here than they had',
  'bad-input': 'Say something that cannot be read',
  'letters-lost': 'Have letters that were lost before they came',
  'not-text': 'Not text',
  'page-left-out': 'Pages, not posts',
  'picture-missing': 'Pictures that did not come',
  'post-exists': 'In the blog already',
  'post-too-large': 'Too large to be posts',
  'post-unreadable': 'Could not be read',
  'shortcode-left': 'Have shortcodes of WordPress plugins in their text',
  'type-left-out': 'Entries of plugins and themes of WordPress',
  'value-left-out': 'Have something that this blog cannot say',
  'was-private': 'Were private, so they came as drafts',
};
