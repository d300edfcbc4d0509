import type { PostProblem } from '../../common/site/check/check-posts.ts';
import { oneLine, styled, type Terminal } from './terminal.ts';

const colours = { error: 'red', warning: 'yellow', info: 'dim' } as const;

/** A problem of a post on one line, for a person. */
export function problemLine(
  { path, line, column, severity, code, message }: PostProblem,
  terminal: Terminal,
): string {
  const place = `${oneLine(path)}:${line}:${column}`;
  return `${place}  ${styled(terminal, colours[severity], severity)}  ${oneLine(message)}  ${styled(terminal, 'dim', code)}`;
}
