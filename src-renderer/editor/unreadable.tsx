import { useEffect, useState } from 'react';
import type { Client } from '../../src-main/common/api/client.ts';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { JournalEntry } from '../../src-main/common/posts/kept-texts.ts';
import { failureOf } from '../app/failure.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { momentOf } from './moments.ts';

export interface UnreadableProps {
  client: Client;
  path: string;
  failure: AppErrorData;
  onRetry(): void;
}

/** Stands where a post cannot be shown. Text of a post that is gone may still be in the journal, and can be put back. */
export function Unreadable({ client, path, failure, onRetry }: UnreadableProps) {
  const [entry, setEntry] = useState<JournalEntry>();
  const [refusal, setRefusal] = useState<AppErrorData>();
  const isMissing = failure.code === 'post-missing';

  useEffect(() => {
    if (!isMissing) return;
    let isCurrent = true;
    client.call('journal.read', { path }).then(
      (found) => isCurrent && setEntry(found),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [client, path, isMissing]);

  const putBack = (text: string) => {
    client.call('posts.save', { path, text }).then(onRetry, (error: unknown) => setRefusal(failureOf(error)));
  };
  const { message, detail } = refusal ?? failure;
  return (
    <div className="editor-unreadable">
      <Failure message={message} next={refusal?.next ?? stepsFor(failure, entry)} detail={detail}>
        {entry && (
          <Button look="primary" onClick={() => putBack(entry.text)}>
            Put it back
          </Button>
        )}
        <Button onClick={onRetry}>Try again</Button>
      </Failure>
    </div>
  );
}

function stepsFor(failure: AppErrorData, entry: JournalEntry | undefined): string[] {
  if (failure.code !== 'post-missing') return failure.next;
  const gone = 'It was deleted, renamed or moved.';
  if (!entry) return [`${gone} Choose another one from the list.`];
  return [
    `${gone} Its text of ${momentOf(entry.keptAt)} was kept: put it back, or choose another post from the list.`,
  ];
}
