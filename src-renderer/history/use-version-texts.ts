import { useEffect, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { PostVersion } from '../../src-main/common/posts/post-version.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow } from '../app/window-context.ts';

/** Texts of a post: those of the versions that were asked for, and the one of now. */
export interface VersionTexts {
  of(version: PostVersion): string | undefined;
  /** Undefined for a post that is gone, and until it is known. */
  now: string | undefined;
  isNowKnown: boolean;
  failure: AppErrorData | undefined;
}

/** Reads the texts of these versions, each once: a version never changes. */
export function useVersionTexts(path: string, wanted: readonly (PostVersion | undefined)[]): VersionTexts {
  const { client, actions } = useWindow();
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(new Map());
  const [now, setNow] = useState<{ text: string | undefined }>();
  const [failure, setFailure] = useState<AppErrorData>();
  const missing = wanted.flatMap((version) =>
    version && !texts.has(version.commit) ? [version.commit] : [],
  );
  const asked = missing.join();

  useEffect(() => {
    let isWanted = true;
    setFailure(undefined);
    for (const version of asked === '' ? [] : asked.split(',')) {
      client.call('posts.version', { path, version }).then(
        ({ text }) => isWanted && setTexts((known) => new Map(known).set(version, text)),
        (error: unknown) => isWanted && setFailure(failureOf(error)),
      );
    }
    return () => {
      isWanted = false;
    };
  }, [client, path, asked]);

  useEffect(() => {
    let isWanted = true;
    const read = () =>
      client.call('posts.read', { path }).then(
        ({ text }) => isWanted && setNow({ text }),
        () => isWanted && setNow({ text: undefined }),
      );
    // What is typed and not saved yet is part of now.
    void actions.leavePost().then(read);
    const stop = client.listen('posts.changed', ({ paths }) => {
      if (paths.length === 0 || paths.includes(path)) void read();
    });
    return () => {
      isWanted = false;
      stop();
    };
  }, [client, actions, path]);

  return {
    of: ({ commit }) => texts.get(commit),
    now: now?.text,
    isNowKnown: now !== undefined,
    failure,
  };
}
