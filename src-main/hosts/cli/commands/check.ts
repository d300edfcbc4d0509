import type { PostProblem } from '../../../common/site/check/check-posts.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { postPath } from '../post-path.ts';
import { problemLine } from '../problem-line.ts';

/** `galley check`: what is wrong with these posts, or with all. */
export async function check(context: CommandContext, given: readonly string[]): Promise<CommandAnswer> {
  const paths = given.map((path) => postPath(context, path) || '.');
  const problems = await context.client.call('posts.check', { paths });
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  return {
    json: () => ({
      problems: problems.map(({ path, line, column, severity, code, message }) => ({
        path,
        line,
        column,
        severity,
        code,
        message,
      })),
    }),
    text: (terminal) => [...problems.map((problem) => problemLine(problem, terminal)), summary(problems)],
    exitCode: hasErrors ? exitCodes.failed : exitCodes.done,
  };
}

function summary(problems: readonly PostProblem[]): string {
  const counts = (['error', 'warning', 'info'] as const).map((severity) => ({
    name: names[severity],
    count: problems.filter((problem) => problem.severity === severity).length,
  }));
  const found = counts.filter(({ count }) => count > 0);
  if (found.length === 0) return 'No problems found.';
  return found.map(({ name, count }) => `${count} ${count === 1 ? name[0] : name[1]}`).join(', ');
}

const names = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['note', 'notes'],
} as const;
