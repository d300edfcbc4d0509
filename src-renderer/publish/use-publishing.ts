import { useEffect, useMemo, useRef, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type {
  BringInOutcome,
  PublishOutcome,
  PublishPlan,
  PublishProgress,
} from '../../src-main/common/publish/publish.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow, type WindowParts } from '../app/window-context.ts';

/** Where the page of publishing is. */
export type Stage =
  | { kind: 'preparing' }
  | { kind: 'failed'; failure: AppErrorData }
  | { kind: 'blocked' }
  | { kind: 'review' }
  | { kind: 'running'; progress: PublishProgress | undefined; cancelling: boolean }
  | { kind: 'bringing-in' }
  | { kind: 'outcome'; outcome: PublishOutcome }
  | { kind: 'brought-in'; outcome: BringInOutcome };

/** The page's state and what can be done on it. */
export interface Publishing {
  stage: Stage;
  /** Saves the open post, asks for the plan again and shows the review, or what stands in its way. */
  prepare(): Promise<void>;
  /** Publishes these paths of the plan under this message. */
  publish(paths: readonly string[], message: string): Promise<void>;
  cancel(): void;
  bringIn(): Promise<void>;
}

/** The state of one visit to the page. Starts by preparing the review. */
export function usePublishing(): Publishing {
  const parts = useWindow();
  const [stage, setStage] = useState<Stage>({ kind: 'preparing' });
  const here = useRef(true);

  const publishing = useMemo(() => {
    const show = (next: Stage) => {
      if (here.current) setStage(next);
    };
    return createPublishing(parts, show);
  }, [parts]);

  useEffect(() => {
    here.current = true;
    void publishing.prepare();
    return () => {
      here.current = false;
    };
  }, [publishing]);

  useEffect(
    () =>
      parts.client.listen('publish.progress', (progress) =>
        setStage((now) => (now.kind === 'running' ? { ...now, progress } : now)),
      ),
    [parts],
  );

  return { ...publishing, stage };
}

function createPublishing(parts: WindowParts, show: (stage: Stage) => void): Omit<Publishing, 'stage'> {
  const { client, actions, store } = parts;

  async function prepare(): Promise<void> {
    show({ kind: 'preparing' });
    if (!(await actions.leavePost())) return;
    await actions.refreshPlan();
    const { plan, planFailure } = store.get();
    if (plan) show(plan.blocked ? { kind: 'blocked' } : { kind: 'review' });
    else if (planFailure) show({ kind: 'failed', failure: planFailure });
  }

  return {
    prepare,

    async publish(paths, message) {
      const { plan } = store.get();
      if (!plan || !(await actions.leavePost())) return;
      show({ kind: 'running', progress: undefined, cancelling: false });
      try {
        const outcome = await client.call('publish.run', {
          paths: [...paths],
          revisions: reviewedRevisions(plan, paths),
          ...(message.trim() && { message: message.trim() }),
        });
        show({ kind: 'outcome', outcome });
      } catch (error) {
        show({ kind: 'failed', failure: failureOf(error) });
      }
      void actions.refreshPlan();
      void actions.refreshPosts();
    },

    cancel() {
      show({ kind: 'running', progress: undefined, cancelling: true });
      client.call('publish.cancel').catch(() => undefined);
    },

    async bringIn() {
      if (!(await actions.leavePost())) return;
      show({ kind: 'bringing-in' });
      try {
        show({ kind: 'brought-in', outcome: await client.call('publish.bringIn') });
      } catch (error) {
        show({ kind: 'failed', failure: failureOf(error) });
      }
      void actions.refreshPlan();
      void actions.refreshPosts();
    },
  };
}

/** What the author has seen: of the chosen posts and of the assets that go with them. */
function reviewedRevisions(plan: PublishPlan, paths: readonly string[]): Record<string, string> {
  const chosen = new Set(paths);
  const going = new Set(
    plan.changes.filter(({ path }) => chosen.has(path)).flatMap(({ path, assets }) => [path, ...assets]),
  );
  const seen = plan.changes.flatMap(({ path, revision }) =>
    going.has(path) && revision !== undefined ? [[path, revision] as const] : [],
  );
  return Object.fromEntries(seen);
}
