import { ChevronRight, CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ImportOutcome } from '../../src-main/common/posts/import.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import '../publish/outcome-view.css';
import { counted } from '../publish/publish-readiness.ts';
import { Button, TextButton } from '../ui/button.tsx';
import { type ProblemGroup, sortOutcome } from './sort-outcome.ts';

/** More are shown when they are asked for. */
const mostAtFirst = 200;

/** What has become of each post of the export: it came, was left out, or is to be looked at. */
export function ImportSummary({ outcome, onAgain }: { outcome: ImportOutcome; onAgain(): void }) {
  const { actions } = useWindow();
  const { leftOut, toLookAt } = useMemo(() => sortOutcome(outcome), [outcome]);
  const titleOf = useTitles();
  const isPublishable = useWindowState((state) => state.site?.git !== undefined);
  const { posts, assets, cancelled } = outcome;
  const isGood = posts.length > 0 && !cancelled;
  const Sign = isGood ? CircleCheck : Info;
  return (
    <div className="outcome" data-tone={isGood ? 'good' : 'neutral'}>
      <Sign className="icon outcome-sign" aria-hidden />
      <h2 className="publish-title">{titleFor(outcome)}</h2>
      <p className="publish-text" role="status">
        {posts.length > 0
          ? `${assets.length > 0 ? `With ${counted(assets.length, 'picture')}. ` : ''}Nobody else sees them until you publish.`
          : 'The blog is as it was.'}
      </p>
      <div className="publish-actions">
        {posts.length > 0 && isPublishable && (
          <Button look="primary" onClick={() => actions.showPage('publish')}>
            Review and publish
          </Button>
        )}
        <Button onClick={onAgain}>Import others</Button>
      </div>
      <Groups title="Left out" groups={leftOut} titleOf={(path) => path} />
      <Groups title="To look at" groups={toLookAt} titleOf={titleOf} opens />
      {posts.length > 0 && <Came posts={posts} titleOf={titleOf} />}
    </div>
  );
}

function titleFor({ posts, cancelled }: ImportOutcome): string {
  const have = posts.length === 1 ? 'has' : 'have';
  if (cancelled) return `Stopped. ${counted(posts.length, 'post')} ${have} come`;
  return posts.length === 0 ? 'No post has come' : `${counted(posts.length, 'post')} ${have} come`;
}

/** Titles as the list of posts has them; paths of those that it does not have yet. */
function useTitles(): (path: string) => string {
  const listed = useWindowState((state) => state.posts);
  return useMemo(() => {
    const titles = new Map(listed?.map(({ path, title }) => [path, title]));
    return (path) => titles.get(path) || path;
  }, [listed]);
}

const signs = { error: CircleAlert, warning: TriangleAlert, info: Info };

interface GroupsProps {
  title: string;
  groups: readonly ProblemGroup[];
  titleOf(path: string): string;
  /** Whether there is a post to open. */
  opens?: boolean;
}

function Groups({ title, groups, titleOf, opens }: GroupsProps) {
  if (groups.length === 0) return null;
  return (
    <section className="import-part" aria-label={title}>
      <h3 className="import-part-title">{title}</h3>
      {groups.map((group) => (
        <Group key={group.code} group={group} titleOf={titleOf} opens={opens ?? false} />
      ))}
    </section>
  );
}

interface GroupProps {
  group: ProblemGroup;
  titleOf(path: string): string;
  opens: boolean;
}

function Group({ group: { words, severity, problems }, titleOf, opens }: GroupProps) {
  const { actions } = useWindow();
  const Sign = signs[severity];
  return (
    <details className="import-group" data-severity={severity} open={problems.length <= 3}>
      <summary>
        <ChevronRight className="icon import-chevron" aria-hidden />
        <Sign className="icon import-sign" aria-hidden />
        <span>{words}</span>
        <span className="import-number">{problems.length}</span>
      </summary>
      <ul>
        <Some items={problems}>
          {(problem) => (
            <li key={`${problem.path}:${problem.message}`}>
              {opens ? (
                <TextButton onClick={() => void actions.openPost(problem.path, { line: problem.line })}>
                  {titleOf(problem.path)}
                </TextButton>
              ) : (
                <span className="import-name">{titleOf(problem.path)}</span>
              )}
              <span className="import-why">{problem.message}</span>
            </li>
          )}
        </Some>
      </ul>
    </details>
  );
}

function Came({ posts, titleOf }: { posts: readonly string[]; titleOf(path: string): string }) {
  const { actions } = useWindow();
  return (
    <section className="import-part" aria-label="Posts that came">
      <h3 className="import-part-title">
        Posts that came <span className="import-number">{posts.length}</span>
      </h3>
      <ul className="import-came">
        <Some items={posts}>
          {(path) => (
            <li key={path}>
              <TextButton onClick={() => void actions.openPost(path)}>{titleOf(path)}</TextButton>
            </li>
          )}
        </Some>
      </ul>
    </section>
  );
}

/** The first few of very many, and the others when they are asked for. */
function Some<Item>({ items, children }: { items: readonly Item[]; children(item: Item): React.ReactNode }) {
  const [most, setMost] = useState(mostAtFirst);
  return (
    <>
      {items.slice(0, most).map(children)}
      {items.length > most && (
        <li>
          <Button onClick={() => setMost(items.length)}>Show all {items.length}</Button>
        </li>
      )}
    </>
  );
}
