import { ArrowLeft, GitCommitHorizontal, HardDrive, Undo2 } from 'lucide-react';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { PostVersion } from '../../src-main/common/posts/post-version.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { ComparisonChoice, PostComparison, useComparisonView } from '../publish/post-comparison.tsx';
import '../publish/publish-page.css';
import '../publish/review-view.css';
import { AfterAMoment } from '../ui/after-a-moment.tsx';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { Segments } from '../ui/segments.tsx';
import './history-page.css';
import { useVersionTexts } from './use-version-texts.ts';
import { dayAndTime } from './version-words.ts';

/** What a version is compared with: the post as it is now, or the version before it. */
type Against = 'now' | 'before';

/** The versions of one post: a slider over them, each as it reads and how it differs, and the way back to one. */
export function HistoryPage() {
  const { actions } = useWindow();
  const path = useWindowState((state) => state.historyOf);
  const title = useWindowState((state) => state.posts?.find((post) => post.path === state.historyOf)?.title);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <main className="publish-page" data-pane="history" aria-labelledby="history-heading">
      <header className="page-bar">
        <Button look="quiet" icon={ArrowLeft} onClick={() => actions.showPage('write')}>
          Back to writing
        </Button>
        <h1 id="history-heading" className="page-heading" ref={heading} tabIndex={-1}>
          History of {title ?? path}
        </h1>
      </header>
      {path !== undefined && <History key={path} path={path} name={title ?? path} />}
    </main>
  );
}

function History({ path, name }: { path: string; name: string }) {
  const { client } = useWindow();
  const [versions, setVersions] = useState<readonly PostVersion[]>();
  const [failure, setFailure] = useState<AppErrorData>();

  const ask = useCallback(() => {
    setFailure(undefined);
    client
      .call('posts.history', { path })
      .then(setVersions, (error: unknown) => setFailure(failureOf(error)));
  }, [client, path]);
  useEffect(ask, [ask]);

  if (failure)
    return (
      <div className="publish-column">
        <Failure {...failure}>
          <Button onClick={ask}>Try again</Button>
        </Failure>
      </div>
    );
  if (!versions)
    return (
      <div className="publish-column">
        <AfterAMoment>
          <p role="status">Looking for earlier versions…</p>
        </AfterAMoment>
      </div>
    );
  if (versions.length === 0)
    return (
      <div className="publish-column">
        <h2 className="publish-title">No earlier versions yet</h2>
        <p className="publish-text">
          Galley keeps a version each time you publish, and now and then while you write.
        </p>
      </div>
    );
  return <Versions path={path} name={name} versions={versions} />;
}

interface VersionsProps {
  path: string;
  name: string;
  /** Newest first; at least one. */
  versions: readonly PostVersion[];
}

function Versions({ path, name, versions }: VersionsProps) {
  const [index, setIndex] = useState(0);
  const [against, setAgainst] = useState<Against>('now');
  const [view, setView] = useComparisonView();
  const version = versions[index];
  const earlier = versions[index + 1];
  const texts = useVersionTexts(path, [version, against === 'before' ? earlier : undefined]);
  const text = version && texts.of(version);
  const before = against === 'now' ? text : earlier && texts.of(earlier);
  const after = against === 'now' ? texts.now : text;
  const isReady =
    text !== undefined && (against === 'before' && earlier ? before !== undefined : texts.isNowKnown);
  const sides = view === 'reading' ? { before: undefined, after: text } : { before, after };
  const shown = useLastKnown(isReady ? sides : undefined);
  if (!version) return null;

  return (
    <div className="review-panes history">
      <VersionList versions={versions} index={index} onPick={setIndex} />
      <section className="review-change" aria-label="The version">
        <header className="change-view-head">
          <div>
            <h2>{dayAndTime(version.date)}</h2>
            <p>{version.path}</p>
          </div>
          <div className="history-ways">
            <Segments<Against>
              label="What it is compared with"
              value={against}
              onChange={setAgainst}
              options={[
                { value: 'now', words: 'To now' },
                { value: 'before', words: 'From before' },
              ]}
            />
            <ComparisonChoice
              view={view}
              both={before !== undefined && after !== undefined}
              onChange={setView}
            />
          </div>
        </header>
        {texts.failure && (
          <div className="change-view-note">
            <Failure {...texts.failure} />
          </div>
        )}
        {isReady && text === texts.now && against === 'now' && view !== 'reading' ? (
          <p className="change-view-note">This is the post as it is now.</p>
        ) : (
          shown && <PostComparison path={path} name={name} {...shown} view={view} />
        )}
        <RestoreFoot path={path} version={version} isNow={text === texts.now} />
      </section>
    </div>
  );
}

/** While another version is being read, what was shown stays: nothing flickers under the slider. */
function useLastKnown<Value>(value: Value | undefined): Value | undefined {
  const [last, setLast] = useState(value);
  const text = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: its text stands for the value
  useEffect(() => {
    if (value !== undefined) setLast(value);
  }, [text]);
  return value ?? last;
}

interface VersionListProps {
  versions: readonly PostVersion[];
  index: number;
  onPick(index: number): void;
}

function VersionList({ versions, index, onPick }: VersionListProps) {
  const id = useId();
  const list = useRef<HTMLOListElement>(null);

  // The slider leads the list as well.
  useEffect(() => {
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  }, [index]);

  return (
    <nav className="review-list history-list" aria-label="Versions">
      <div className="history-slider">
        <label htmlFor={id}>
          Version {versions.length - index} of {versions.length}
        </label>
        <input
          id={id}
          type="range"
          min={1}
          max={versions.length}
          value={versions.length - index}
          aria-valuetext={dayAndTime(versions[index]?.date ?? '')}
          onChange={(event) => onPick(versions.length - Number(event.target.value))}
        />
        <p aria-hidden>
          <span>Oldest</span>
          <span>Newest</span>
        </p>
      </div>
      <ol ref={list}>
        {versions.map((version, at) => (
          <li key={`${version.commit}:${version.date}`}>
            <VersionRow version={version} shown={at === index} onShow={() => onPick(at)} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function VersionRow({ version, shown, onShow }: { version: PostVersion; shown: boolean; onShow(): void }) {
  const Icon = version.source === 'git' ? GitCommitHorizontal : HardDrive;
  return (
    <button type="button" className="history-row" aria-current={shown || undefined} onClick={onShow}>
      <Icon className="icon" aria-hidden />
      <span className="history-row-words">
        <span className="history-row-date">{dayAndTime(version.date)}</span>
        <span className="history-row-message">{version.message.split('\n', 1)[0]}</span>
        {version.author !== undefined && <span className="history-row-author">{version.author}</span>}
      </span>
    </button>
  );
}

function RestoreFoot({ path, version, isNow }: { path: string; version: PostVersion; isNow: boolean }) {
  const { actions } = useWindow();
  const [failure, setFailure] = useState<AppErrorData>();
  const [busy, setBusy] = useState(false);

  async function restore(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await actions.restoreVersion(path, version.commit, dayAndTime(version.date));
    } catch (error) {
      setFailure(failureOf(error));
    }
    setBusy(false);
  }

  return (
    <footer className="history-foot">
      {failure ? (
        <Failure {...failure} />
      ) : (
        <p>
          {isNow
            ? 'There is nothing to bring back.'
            : 'It comes back as an edit that is not published; the text of now is kept.'}
        </p>
      )}
      <Button look="primary" icon={Undo2} disabled={busy || isNow} onClick={() => void restore()}>
        Bring this version back
      </Button>
    </footer>
  );
}
