import type { Reply } from './bridge.ts';
import type { EventName, Result } from './contract.ts';

/** Id of the element of the window's page that holds `AnswersAhead` as JSON; empty where there are none. */
export const answersAheadId = 'answers-ahead';

/** What the window asks first, answered in its page already. */
export interface AnswersAhead {
  /** Number of the last event that came before these answers: the window is told of those behind it. */
  since: number;
  answers: readonly { method: string; input: unknown; reply: Reply }[];
}

/** Events by which an answer can become one of another time. */
export const eventsOfState = [
  'posts.changed',
  'repository.changed',
  'settings.changed',
  'site.changed',
] as const satisfies readonly EventName[];

/** The blog that a window opens with, by the first answers, and its post; undefined where no blog is open. */
export function openAtStart(
  settings: Reply | undefined,
  site: Reply | undefined,
): { post: string | undefined } | undefined {
  if (!settings?.ok || !site?.ok || !site.value) return undefined;
  const { layouts } = settings.value as Result<'settings.read'>;
  const { root } = site.value as NonNullable<Result<'site.current'>>;
  return { post: layouts[root]?.openPost };
}
