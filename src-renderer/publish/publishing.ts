import type { Client } from '../../src-main/common/api/client.ts';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type {
  BringInOutcome,
  PublishOutcome,
  PublishPlan,
  PublishProgress,
} from '../../src-main/common/publish/publish.ts';
import type { Actions } from '../app/actions.ts';
import { failureOf } from '../app/failure.ts';
import type { Store } from '../app/store.ts';
import type { Notice, WindowState } from '../app/window-state.ts';
import {
  bringTogether,
  type ConflictStage,
  conflictStage,
  createResolving,
  type Resolving,
} from '../conflicts/resolving.ts';

/** Where publishing is. It goes on while the author is back at writing. */
export type Stage =
  | { kind: 'preparing' }
  | { kind: 'failed'; failure: AppErrorData }
  | { kind: 'blocked' }
  | { kind: 'review' }
  | { kind: 'running'; progress: PublishProgress | undefined; cancelling: boolean }
  | { kind: 'bringing-in' }
  | ConflictStage
  /** `tookBack`: it was not a post that went, but one that came back. */
  | { kind: 'outcome'; outcome: PublishOutcome; tookBack?: true }
  | { kind: 'brought-in'; outcome: BringInOutcome };

/** What can be done on the page of publishing. */
export interface Publishing {
  /** For who comes to the page: what is under way is shown, else a review is prepared. */
  enter(): void;
  /** Saves the open post, asks for the plan again and shows the review, or what stands in its way. */
  prepare(): Promise<void>;
  /** Publishes these paths of the plan under this message. */
  publish(paths: readonly string[], message: string): Promise<void>;
  /** Takes a post back from its readers. The editor lets go of one that is to be removed. */
  unpublish(path: string, removes: boolean): Promise<void>;
  cancel(): void;
  bringIn(order?: { merge: boolean }): Promise<void>;
  /** What the author decides on where others have changed the same places. */
  resolving: Resolving;
  /** Brings together what was decided. */
  finishConflicts(): Promise<void>;
  /** Sends what waits for the network now. */
  sendWaiting(): Promise<void>;
  /** What waits stays here until the author publishes again. */
  stopWaiting(): Promise<void>;
  /** Asks how far the last publish has come to its readers. */
  refreshLive(): Promise<void>;
  stopLooking(): Promise<void>;
  /** Follows the progress until the returned function is called. */
  listen(): () => void;
}

/** Publishing as the window does it: its stage is in the window's state, its work in the program behind. */
export function createPublishing(client: Client, store: Store<WindowState>, actions: Actions): Publishing {
  const show = (publishing: Stage) => store.change({ publishing });
  /** The page is on its way because of something that it is to show, and that may be over before it is there. */
  let bringsToPage = false;

  async function prepare(): Promise<void> {
    show({ kind: 'preparing' });
    if (!(await actions.leavePost())) return;
    await actions.refreshPlan();
    const { plan, planFailure } = store.get();
    if (plan) show(plan.blocked ? { kind: 'blocked' } : { kind: 'review' });
    else if (planFailure) show({ kind: 'failed', failure: planFailure });
  }

  /** Shows how it ended; to who has left the page, as a notice. */
  function end(stage: Stage, notice: Notice): void {
    show(stage);
    if (store.get().page !== 'publish') store.change({ notice });
    void actions.refreshPlan();
    void actions.refreshPosts();
  }

  /** Shows what bringing in has come to: the places to decide on, or how it ended. */
  function showBroughtIn(outcome: BringInOutcome): void {
    const root = store.get().site?.root ?? '';
    const good = outcome.kind === 'brought-in' || outcome.kind === 'up-to-date';
    const stage = outcome.conflicts ? conflictStage(outcome.conflicts, root) : undefined;
    end(stage ?? { kind: 'brought-in', outcome }, noticeOf(outcome, good));
  }

  /** The network is back: the program sends what waits, and asks for no sign-in. Its own tries go on where this fails. */
  async function sendByItself(): Promise<void> {
    const outcome = await client.call('publish.sendWaiting', { byItself: true }).catch(() => undefined);
    if (outcome && outcome.outcome !== 'offline') showSentByItself(outcome);
  }

  function showSentByItself(outcome: PublishOutcome): void {
    const { publishing } = store.get();
    const shown = publishing.kind === 'outcome' && publishing.outcome.outcome === 'offline';
    const notice = noticeOf(outcome, outcome.outcome === 'published');
    if (shown) end({ kind: 'outcome', outcome }, notice);
    else {
      store.change({ notice });
      void actions.refreshPlan();
    }
  }

  function showFailure(error: unknown): void {
    const failure = failureOf(error);
    end({ kind: 'failed', failure }, { tone: 'problem', ...failure });
  }

  return {
    resolving: createResolving(store),

    enter() {
      const { publishing } = store.get();
      const isBrought = bringsToPage;
      bringsToPage = false;
      if (isBrought || isUnderWay(publishing) || publishing.kind === 'conflicts') return;
      store.change({ publishTried: undefined });
      void prepare();
    },

    prepare,

    async publish(paths, message) {
      const { plan } = store.get();
      if (!plan || !(await actions.leavePost())) return;
      if (paths.length > 0) store.change({ publishTried: paths });
      show({ kind: 'running', progress: undefined, cancelling: false });
      try {
        const outcome = await client.call('publish.run', {
          paths: [...paths],
          revisions: reviewedRevisions(plan, paths),
          ...(message.trim() && { message: message.trim() }),
        });
        if (outcome.outcome === 'published')
          store.change({ publishMessage: undefined, publishTried: undefined });
        end({ kind: 'outcome', outcome }, noticeOf(outcome, outcome.outcome === 'published'));
      } catch (error) {
        const failure = failureOf(error);
        end({ kind: 'failed', failure }, { tone: 'problem', ...failure });
      }
    },

    async unpublish(path, removes) {
      if (!(await actions.leavePost())) return;
      store.change({ panel: undefined });
      show({ kind: 'running', progress: undefined, cancelling: false });
      if (removes) await actions.closePost();
      bringsToPage = store.get().page !== 'publish';
      actions.showPage('publish');
      try {
        const outcome = await client.call('publish.unpublish', { path });
        const good = outcome.outcome === 'published';
        end({ kind: 'outcome', outcome, tookBack: true }, noticeOf(outcome, good));
      } catch (error) {
        showFailure(error);
      }
    },

    cancel() {
      const { publishing } = store.get();
      if (publishing.kind !== 'running') return;
      show({ ...publishing, cancelling: true });
      client.call('publish.cancel').catch(() => undefined);
    },

    async bringIn(order) {
      if (!(await actions.leavePost())) return;
      show({ kind: 'bringing-in' });
      await client.call('publish.bringIn', { ...order }).then(showBroughtIn, showFailure);
    },

    async finishConflicts() {
      const { publishing, site } = store.get();
      if (publishing.kind !== 'conflicts' || !(await actions.leavePost())) return;
      show({ kind: 'bringing-in' });
      try {
        const ended = await bringTogether(client, publishing, site?.root ?? '');
        if (ended.kind === 'conflicts') show(ended);
        else showBroughtIn(ended);
      } catch (error) {
        showFailure(error);
      }
    },

    async sendWaiting() {
      show({ kind: 'running', progress: undefined, cancelling: false });
      try {
        const outcome = await client.call('publish.sendWaiting', {});
        if (outcome) end({ kind: 'outcome', outcome }, noticeOf(outcome, outcome.outcome === 'published'));
        else await prepare();
      } catch (error) {
        showFailure(error);
      }
    },

    async stopWaiting() {
      await client.call('publish.stopWaiting').catch(showFailure);
      await actions.refreshPlan();
    },

    async refreshLive() {
      const live = await client.call('live.current').catch(() => undefined);
      if (live) store.change({ live });
    },

    async stopLooking() {
      await client.call('live.stop').catch(() => undefined);
    },

    listen() {
      const stops = [
        client.listen('publish.progress', (progress) => {
          const { publishing } = store.get();
          if (publishing.kind === 'running') show({ ...publishing, progress });
        }),
        client.listen('publish.sentByItself', showSentByItself),
        client.listen('live.changed', (live) => store.change({ live })),
      ];
      const isBack = (): void => {
        if (store.get().plan?.waitsForNetwork) void sendByItself();
      };
      window.addEventListener('online', isBack);
      return () => {
        window.removeEventListener('online', isBack);
        for (const stop of stops) stop();
      };
    },
  };
}

/** Whether the program is at work on it now. */
export function isUnderWay({ kind }: Stage): boolean {
  return kind === 'running' || kind === 'bringing-in';
}

function noticeOf({ message, next, detail }: PublishOutcome | BringInOutcome, good: boolean): Notice {
  return { tone: good ? 'info' : 'problem', message, next: good ? [] : next, detail };
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
