import { resolve } from 'node:path';
import type { BuildOutcome, BuildProgress } from '../../../common/build/build.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { endProgress, showProgress, stoppable } from '../progress.ts';
import { oneLine, styled } from '../terminal.ts';

export interface BuildCommandOptions {
  out?: string;
  drafts?: boolean;
}

/** `galley build`: the built-in site. */
export async function build(context: CommandContext, options: BuildCommandOptions): Promise<CommandAnswer> {
  const { client, terminal, folder } = context;
  const stop = client.listen('build.progress', ({ step, done, total }) =>
    showProgress(terminal, { label: stepWords[step], done, total }),
  );
  try {
    const outcome = await stoppable(
      // Stopping in order leaves the site as it was.
      () => void client.call('site.cancelBuild'),
      () =>
        client.call('site.build', {
          ...(options.out === undefined ? {} : { out: resolve(folder, options.out) }),
          ...(options.drafts ? { drafts: true } : {}),
        }),
    );
    return answer(outcome);
  } finally {
    stop();
    endProgress(terminal);
  }
}

const stepWords: Record<BuildProgress['step'], string> = {
  posts: 'Posts',
  pages: 'Lists',
  pictures: 'Pictures',
  writing: 'Putting it in place',
};
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
