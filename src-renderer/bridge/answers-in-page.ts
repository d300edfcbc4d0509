import { type AnswersAhead, answersAheadId } from '../../src-main/common/api/answers-ahead.ts';

/** What the program has answered in the page itself; undefined where it has not. */
export function answersInPage(): AnswersAhead | undefined {
  const text = document.getElementById(answersAheadId)?.textContent?.trim();
  return text?.startsWith('{') ? (JSON.parse(text) as AnswersAhead) : undefined;
}
