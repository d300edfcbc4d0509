import { resolve } from 'node:path';
import type { ImportFormat, ImportOutcome } from '../../../common/posts/import.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { problemLine } from '../problem-line.ts';
import { endProgress, showProgress, stoppable } from '../progress.ts';
import { oneLine } from '../terminal.ts';

export interface ImportCommandOptions {
  from?: ImportFormat;
  download: boolean;
}

const labels = { posts: 'Importing posts', pictures: 'Pictures and links' };

/** `galley import`: posts of another program, with their pictures. */
export async function importPosts(
  { client, folder, terminal }: CommandContext,
  file: string,
  { from, download }: ImportCommandOptions,
): Promise<CommandAnswer> {
  const stop = client.listen('import.progress', ({ step, done, total }) =>
    showProgress(terminal, { label: labels[step], done, total }),
  );
  try {
    const outcome = await stoppable(
      () => void client.call('posts.cancelImport'),
      () => client.call('posts.import', { file: resolve(folder, file), download, ...(from && { from }) }),
    );
    return answer(outcome);
  } finally {
    stop();
    endProgress(terminal);
  }
}

function answer({ posts, assets, problems, cancelled }: ImportOutcome): CommandAnswer {
  const failed = cancelled || problems.some(({ severity }) => severity === 'error');
  return {
    json: () => ({ posts, assets, problems }),
    text: (terminal) => [
      ...posts.map(oneLine),
      ...problems.map((problem) => problemLine(problem, terminal)),
      summary({ posts, assets, cancelled }),
    ],
    exitCode: failed ? exitCodes.failed : exitCodes.done,
  };
}

function summary({
  posts,
  assets,
  cancelled,
}: Pick<ImportOutcome, 'posts' | 'assets' | 'cancelled'>): string {
  const counts = `${count(posts, 'post')}, ${count(assets, 'picture')}`;
  return cancelled ? `Cancelled. What has come stays: ${counts}.` : `Imported: ${counts}.`;
}

function count({ length }: readonly unknown[], name: string): string {
  return `${length} ${length === 1 ? name : `${name}s`}`;
}
