import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { styleText } from 'node:util';

/** Where a command's words go: answers to `out`, everything else to `error`. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  /** Whether a person reads `out`: only then there are colours. */
  hasColours: boolean;
  /** Whether a person reads `error`: only then there is progress to watch. */
  showsProgress: boolean;
  /** Asks a person who sits there; undefined as an answer where they turn it away (Ctrl+C). Absent: nobody sits there. */
  ask?:
    | ((words: string, options: { hidden: boolean; signal?: AbortSignal }) => Promise<string | undefined>)
    | undefined;
}

/** The terminal of this process. A reader that goes away (`galley list | head`) ends the program in silence. */
export function processTerminal(): Terminal {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    hasColours: process.stdout.isTTY && !process.env.NO_COLOR,
    showsProgress: process.stderr.isTTY,
    ask: process.stdin.isTTY && process.stderr.isTTY ? askPerson : undefined,
  };
}

/** Asks on stderr, so that stdout stays an answer; what is hidden is not shown, nor kept in any history. */
function askPerson(
  words: string,
  { hidden, signal }: { hidden: boolean; signal?: AbortSignal },
): Promise<string | undefined> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const shown = new Writable({
    write: (chunk, _encoding, done) => process.stderr.write(chunk, () => done()),
  });
  const lines = createInterface({
    input: process.stdin,
    output: hidden ? silent : shown,
    terminal: true,
    historySize: 0,
    prompt: hidden ? '' : words,
  });
  // Only now: what is typed after these words is no longer echoed by the terminal itself.
  process.stderr.write(`\r\u001b[K${words}`);
  return new Promise((resolve) => {
    const end = (answer: string | undefined): void => {
      resolve(answer);
      lines.close();
      if (hidden || answer === undefined) process.stderr.write('\n');
    };
    lines.once('line', (line) => end(line));
    lines.once('SIGINT', () => end(undefined));
    lines.once('close', () => resolve(undefined));
    signal?.addEventListener('abort', () => end(undefined), { once: true });
  });
}

/** Says on stderr what is no answer: one line each, those behind the first one indented where they belong to it. */
export function printDiagnostics(
  terminal: Terminal,
  messages: readonly string[],
  details: readonly string[] = [],
): void {
  const lines = [
    ...messages.map((message) => `galley: ${oneLine(message)}`),
    ...details.map((detail) => `  ${oneLine(detail)}`),
  ];
  if (lines.length > 0) terminal.error(lines.map((line) => `${line}\n`).join(''));
}

type Style = Parameters<typeof styleText>[0];

/** The text in a style, where the terminal shows styles. */
export function styled(terminal: Terminal, style: Style, text: string): string {
  return terminal.hasColours ? styleText(style, text, { validateStream: false }) : text;
}

/** Text from a file or from git on one line, without the control characters that could steer a terminal. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this takes out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}
