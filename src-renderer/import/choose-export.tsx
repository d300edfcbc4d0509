import { FileText, Folder } from 'lucide-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { ImportFormat, ImportPreview } from '../../src-main/common/posts/import.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { counted } from '../publish/publish-readiness.ts';
import { PathChoice, usePathChoice } from '../start/path-choice.tsx';
import { AfterAMoment } from '../ui/after-a-moment.tsx';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { Segments } from '../ui/segments.tsx';
import { Switch } from '../ui/switch.tsx';
import { runImport } from './importing.ts';

/** What is known of the export that was chosen. */
interface Found {
  file: string;
  /** Which program it is taken for; undefined while nobody can say. */
  from: ImportFormat | undefined;
  preview: ImportPreview | undefined;
  failure: AppErrorData | undefined;
}

/** Which export, what it is taken for, and whether its pictures are fetched. */
export function ChooseExport() {
  const { client } = useWindow();
  const hasDialog = useWindowState((state) => state.host?.folderChoice === 'dialog');
  const [found, setFound] = useState<Found>();

  async function look(file: string, from?: ImportFormat): Promise<void> {
    setFound({ file, from, preview: undefined, failure: undefined });
    const next = await client.call('posts.describeImport', { file, ...(from && { from }) }).then(
      (preview): Found => ({ file, from: preview.from, preview, failure: undefined }),
      (error: unknown): Found => ({ file, from, preview: undefined, failure: failureOf(error) }),
    );
    // Another one may have been chosen meanwhile.
    setFound((now) => (now?.file === file && now.from === from ? next : now));
  }

  if (found)
    return (
      <FoundExport
        found={found}
        onFrom={(from) => void look(found.file, from)}
        onOther={() => setFound(undefined)}
      />
    );
  return (
    <>
      <h2 className="publish-title">Which posts?</h2>
      <p className="publish-text">
        What WordPress, Ghost or Medium gave out, or Markdown of any other program: a file, a ZIP file or a
        folder.
      </p>
      {hasDialog ? (
        <DialogWays onChosen={(file) => void look(file)} />
      ) : (
        <PathWay onChosen={(file) => void look(file)} />
      )}
      <dl className="import-where">
        {wheres.map(({ program, way }) => (
          <div key={program}>
            <dt>{program}</dt>
            <dd>{way}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** Where an author gets an export from. */
const wheres = [
  { program: 'WordPress', way: 'Tools, Export, All content: an XML file' },
  { program: 'Ghost', way: 'Settings, Migration tools, Export: a JSON file' },
  { program: 'Medium', way: 'Settings, Security and apps, Download your information: a ZIP file' },
  {
    program: 'Others',
    way: 'A folder or ZIP file with Markdown in it, such as the export of Notion or another blog',
  },
];

const exports = /\.(?:xml|json|zip|html?|md|markdown|mdx)$/i;

function PathWay({ onChosen }: { onChosen(file: string): void }) {
  const choice = usePathChoice(exports);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector('input')?.focus(), []);
  return (
    <div className="import-path" ref={place}>
      <PathChoice
        choice={choice}
        label="Path of the export"
        none="No folders and no exports in here."
        onOpen={onChosen}
      />
      <div className="publish-actions">
        <Button look="primary" onClick={() => onChosen(choice.target)}>
          Look at it
        </Button>
      </div>
    </div>
  );
}

function DialogWays({ onChosen }: { onChosen(file: string): void }) {
  const { client, store } = useWindow();

  async function choose(kind: 'file' | 'folder'): Promise<void> {
    try {
      const { path } = await client.call('host.chooseExport', { kind });
      if (path) onChosen(path);
    } catch (error) {
      store.change({ notice: { tone: 'problem', ...failureOf(error) } });
    }
  }

  return (
    <div className="publish-actions">
      <Button look="primary" icon={FileText} onClick={() => void choose('file')}>
        Choose a file…
      </Button>
      <Button icon={Folder} onClick={() => void choose('folder')}>
        Choose a folder…
      </Button>
    </div>
  );
}

const kinds = [
  { value: 'wordpress', words: 'WordPress' },
  { value: 'ghost', words: 'Ghost' },
  { value: 'medium', words: 'Medium' },
  { value: 'markdown', words: 'Markdown' },
] as const;

interface FoundExportProps {
  found: Found;
  onFrom(from: ImportFormat): void;
  onOther(): void;
}

function FoundExport({ found, onFrom, onOther }: FoundExportProps) {
  const parts = useWindow();
  const { file, from, preview, failure } = found;
  const [download, setDownload] = useState(true);
  const id = useId();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);

  const words = preview
    ? `${counted(preview.posts, 'post')} to import`
    : failure
      ? 'Not read'
      : 'Looking at it…';

  function start(event: FormEvent): void {
    event.preventDefault();
    if (preview?.posts) void runImport(parts, { file, from: preview.from, download });
  }

  return (
    <form onSubmit={start}>
      <h2 className="publish-title import-found" tabIndex={-1} ref={title}>
        {words}
      </h2>
      <p className="visually-hidden" role="status">
        {words}
      </p>
      <p className="import-file">
        <bdi>{file}</bdi>
      </p>
      <div className="import-choices">
        <fieldset className="import-choice">
          <legend className="labelled-words">Where it comes from</legend>
          <Segments<ImportFormat | 'unknown'>
            label="Where it comes from"
            value={from ?? 'unknown'}
            options={kinds}
            onChange={(chosen) => chosen !== 'unknown' && onFrom(chosen)}
          />
        </fieldset>
        <div className="import-choice import-choice-switch">
          <span>
            <span className="labelled-words" id={id}>
              Fetch its pictures from the web
            </span>
            <span className="labelled-note">
              Those that the export does not hold come from the old site and lie in your blog then. Otherwise
              they stay where they are.
            </span>
          </span>
          <Switch labelledBy={id} checked={download} onChange={setDownload} />
        </div>
      </div>
      {failure && <Failure {...failure} />}
      {!preview && !failure && <AfterAMoment>Reading it…</AfterAMoment>}
      {!failure && (
        <p className="publish-text">
          Each becomes a new post where and as this blog has them. Nothing is replaced, and nothing is
          published before you do that.
        </p>
      )}
      <div className="publish-actions">
        <Button look="primary" type="submit" disabled={!preview?.posts}>
          {preview?.posts ? `Import ${counted(preview.posts, 'post')}` : 'Import'}
        </Button>
        <Button onClick={onOther}>Choose another</Button>
      </div>
    </form>
  );
}
