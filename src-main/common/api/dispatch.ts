import * as v from 'valibot';
import { AppError } from '../errors.ts';
import type { Reply } from './bridge.ts';
import { type Handlers, type MethodName, methods } from './contract.ts';

/**
 * Runs one call from outside: looks the name up in the contract, checks the input, and turns every failure into
 * data. `reportBug` hears of failures that are no `AppError`.
 */
export async function dispatch(
  handlers: Handlers,
  call: { method: string; input: unknown },
  reportBug: (error: unknown) => void,
): Promise<Reply> {
  try {
    if (!isMethodName(call.method)) throw new AppError('unknown-method');
    const checked = v.safeParse(methods[call.method].input, call.input ?? {});
    if (!checked.success)
      throw new AppError('bad-input', { message: wordIssues(call.method, checked.issues) });
    // The schema of this very method has just accepted the input; the compiler cannot follow the pair through the index.
    const handler = handlers[call.method] as (input: unknown) => Promise<unknown>;
    return { ok: true, value: await handler(checked.output) };
  } catch (error) {
    if (error instanceof AppError) return { ok: false, error: error.toData() };
    reportBug(error);
    return { ok: false, error: new AppError('internal').toData() };
  }
}

/** Own names only: `constructor` and `__proto__` are no methods. */
export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}

function wordIssues(method: string, issues: readonly v.BaseIssue<unknown>[]): string {
  const words = issues.slice(0, 3).map((issue) => {
    const at = v.getDotPath(issue);
    return at ? `${at}: ${issue.message}` : issue.message;
  });
  return `${method} was called with input that it cannot take: ${words.join('; ')}.`;
}
