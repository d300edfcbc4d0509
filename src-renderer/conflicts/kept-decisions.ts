import type { MergeChoice } from '../../src-main/common/posts/merged-text.ts';
import type { Decisions } from './decisions.ts';

const nameFor = (root: string) => `galley.decisions.${root}`;

/** Keeps what was decided and typed in this blog's conflicts, so that a window that is closed or reloaded loses none of it. */
export function keepDecisions(root: string, decisions: Decisions): void {
  try {
    localStorage.setItem(nameFor(root), JSON.stringify(decisions));
  } catch {
    // No room or no permission: they are still in the window.
  }
}

/** What was kept of this blog; nothing where that cannot be read. */
export function keptDecisions(root: string): Decisions {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameFor(root)) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter(isDecision));
  } catch {
    return {};
  }
}

/** Forgets them, once they have been taken over. */
export function forgetDecisions(root: string): void {
  try {
    localStorage.removeItem(nameFor(root));
  } catch {
    // What cannot be reached was not kept.
  }
}

function isDecision(entry: [string, unknown]): entry is [string, MergeChoice] {
  const [, choice] = entry;
  if (choice === 'ours' || choice === 'theirs' || choice === 'both') return true;
  return typeof choice === 'object' && choice !== null && 'text' in choice && typeof choice.text === 'string';
}
