import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { PostProblem } from '../../src-main/common/site/check/check-posts.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import './post-checks.css';

/** What is wrong with the posts that would go, by path; undefined until they have been looked at. */
export type Checks = ReadonlyMap<string, readonly PostProblem[]>;

/** Looks at these posts as they are now, once more whenever they are others. */
export function useChecks(paths: readonly string[], revisions: string): Checks | undefined {
  const { client } = useWindow();
  const [checks, setChecks] = useState<Checks>();
  const asked = paths.join('\0');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the revisions stand for the texts
  useEffect(() => {
    let wanted = true;
    const posts = asked === '' ? [] : asked.split('\0');
    if (posts.length === 0) return;
    client.call('posts.check', { paths: posts }).then(
      (found) => wanted && setChecks(byPath(found)),
      // Checks are a help, not a condition: without them one can still publish.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [client, asked, revisions]);

  return checks;
}

function byPath(problems: readonly PostProblem[]): Checks {
  const checks = new Map<string, PostProblem[]>();
  for (const problem of problems) checks.set(problem.path, [...(checks.get(problem.path) ?? []), problem]);
  return checks;
}

/** Not wrong, and easily overlooked: it goes online, and readers do not see it. */
function hiddenBecause(path: string, visibility: 'draft' | 'scheduled'): PostProblem {
  const message =
    visibility === 'draft'
      ? 'It is a draft: it goes to the repository, and readers do not see it until it is none.'
      : 'Its date is in the future: readers do not see it before then.';
  return { path, severity: 'info', code: visibility, message, line: 1, column: 1 };
}

const signs = { error: CircleAlert, warning: TriangleAlert, info: Info };

/** What one post says of itself and what it refers to: each problem leads to its line. */
export function PostChecks({ path, found }: { path: string; found: readonly PostProblem[] }) {
  const { actions } = useWindow();
  const visibility = useWindowState((state) => state.posts?.find((post) => post.path === path)?.visibility);
  const hidden =
    visibility === 'draft' || visibility === 'scheduled' ? [hiddenBecause(path, visibility)] : [];
  const problems = [...hidden, ...found];
  if (problems.length === 0) return null;
  return (
    <ul className="post-checks" aria-label="To look at before it goes">
      {problems.map((problem) => {
        const Icon = signs[problem.severity];
        return (
          <li key={`${problem.code}:${problem.line}:${problem.column}:${problem.message}`}>
            <button
              type="button"
              className="post-check"
              data-severity={problem.severity}
              onClick={() => void actions.openPost(problem.path, { line: problem.line })}
            >
              <Icon className="icon" aria-hidden />
              <span className="post-check-line">Line {problem.line}</span>
              <span>{problem.message}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
