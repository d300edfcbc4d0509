import { resolve } from 'node:path';
import type { BuildOutcome, BuildProgress } from '../../../common/build/build.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { oneLine, styled, type Terminal } from '../terminal.ts';

export interface BuildCommandOptions {
  out?: string;
  drafts?: boolean;
}

/** `galley build`: the built-in site. */
export async function build(context: CommandContext, options: BuildCommandOptions): Promise<CommandAnswer> {
  const { client, terminal, folder } = context;
  const stop = client.listen('build.progress', (progress) => showProgress(terminal, progress));
  // Stopping in order leaves the site as it was; a second Ctrl+C ends at once.
  const cancel = (): void => void client.call('site.cancelBuild');
  for (const signal of endings) process.once(signal, cancel);
  try {
    const outcome = await client.call('site.build', {
      ...(options.out === undefined ? {} : { out: resolve(folder, options.out) }),
      ...(options.drafts ? { drafts: true } : {}),
    });
    return answer(outcome);
  } finally {
    for (const signal of endings) process.off(signal, cancel);
    stop();
    if (terminal.showsProgress) terminal.error('\r\u001b[K');
  }
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const stepWords: Record<BuildProgress['step'], string> = {
  posts: 'Posts',
  pages: 'Lists',
  pictures: 'Pictures',
  writing: 'Putting it in place',
};
const barWidth = 24;

function showProgress(terminal: Terminal, { step, done, total }: BuildProgress): void {
  if (!terminal.showsProgress || total === 0) return;
  const filled = Math.round((done / total) * barWidth);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
  terminal.error(`\r\u001b[K${bar} ${stepWords[step]} ${total > 1 ? `${done}/${total}` : ''}`);
}

function answer(outcome: BuildOutcome): CommandAnswer {
  if (outcome.kind === 'cancelled')
    return {
      json: () => ({ cancelled: true }),
      text: () => ['Cancelled. The site is as it was.'],
      exitCode: exitCodes.failed,
    };
  const { pages, posts, changed, milliseconds, out, problems } = outcome;
  const shown = problems.filter(({ severity }) => severity !== 'info');
  const lines = shown.map(
    ({ path, line, column, severity, message }) =>
      `${oneLine(path)}:${line}:${column} ${severity}: ${oneLine(message)}`,
  );
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  return {
    json: () => ({ pages, posts, changed, milliseconds, out }),
    text: (terminal) => {
      const counts = `${posts} ${posts === 1 ? 'post' : 'posts'}, ${pages} pages, ${changed} ${changed === 1 ? 'file' : 'files'} changed`;
      return [`${styled(terminal, 'green', 'Built')} ${oneLine(out)}: ${counts}, ${milliseconds} ms`];
    },
    diagnostics: lines,
    exitCode: hasErrors ? exitCodes.failed : exitCodes.done,
  };
}
