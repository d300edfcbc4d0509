import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { ImportFormat, ImportOutcome, ImportProgress } from '../../src-main/common/posts/import.ts';
import { failureOf } from '../app/failure.ts';
import type { WindowParts } from '../app/window-context.ts';

/** Where the import of posts is. It goes on while the author writes. */
export type ImportStage =
  | { kind: 'choosing' }
  | { kind: 'running'; progress?: ImportProgress; isStopping: boolean }
  | { kind: 'failed'; failure: AppErrorData }
  | { kind: 'done'; outcome: ImportOutcome };

/** What is imported, and how. */
export interface ImportOrder {
  file: string;
  from: ImportFormat;
  download: boolean;
}

/** Brings the posts in, telling the window's state how far that is. */
export async function runImport({ client, store }: WindowParts, order: ImportOrder): Promise<void> {
  const root = store.get().site?.root;
  // The blog may be another one by then.
  const show = (importing: ImportStage): void => {
    if (store.get().site?.root === root) store.change({ importing });
  };
  show({ kind: 'running', isStopping: false });
  const stop = client.listen('import.progress', (progress) => {
    const { importing } = store.get();
    if (importing.kind === 'running') show({ ...importing, progress });
  });
  try {
    show({ kind: 'done', outcome: await client.call('posts.import', { ...order }) });
  } catch (error) {
    show({ kind: 'failed', failure: failureOf(error) });
  } finally {
    stop();
  }
}

/** What has come until then stays. */
export async function stopImport({ client, store }: WindowParts): Promise<void> {
  const { importing } = store.get();
  if (importing.kind !== 'running') return;
  store.change({ importing: { ...importing, isStopping: true } });
  await client.call('posts.cancelImport').catch(() => undefined);
}
