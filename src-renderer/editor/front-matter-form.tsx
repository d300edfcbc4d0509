import { redo, undo } from '@codemirror/commands';
import { ChevronRight, FileWarning } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import type { Client } from '../../src-main/common/api/client.ts';
import type { FrontMatterEdit } from '../../src-main/common/posts/edit-front-matter.ts';
import type { PostSummary } from '../../src-main/common/posts/post.ts';
import type { FrontMatterFormat } from '../../src-main/common/posts/split-post.ts';
import type { PlannedChange } from '../../src-main/common/publish/publish.ts';
import type { FieldInUse } from '../../src-main/common/site/learn-fields.ts';
import type { SiteInfo } from '../../src-main/common/site/site.ts';
import { unreachable } from '../../src-main/common/unreachable.ts';
import { useSelected } from '../app/store.ts';
import { longDay } from '../list/dates.ts';
import { PostMark } from '../list/post-mark.tsx';
import type { PostState } from '../list/post-states.ts';
import { TextButton } from '../ui/button.tsx';
import type { Desk } from './desk.ts';
import {
  DateControl,
  ListControl,
  NoteControl,
  NumberControl,
  SourceControl,
  SwitchControl,
  TextControl,
} from './form-controls.tsx';
import { editFields } from './form-edit.ts';
import './front-matter-form.css';
import { showSource } from './front-matter-block.ts';
import { PictureControl } from './pictures/picture-control.tsx';
import {
  editsForDate,
  editsForList,
  editsForSwitch,
  editsForText,
  type PostField,
  type PostFields,
  postFieldsOf,
} from './post-fields.ts';
import { useTyped } from './use-typed.ts';

export interface FrontMatterFormProps {
  desk: Desk;
  site: SiteInfo;
  client: Client;
  change: PlannedChange['kind'] | undefined;
  /** What the list says of the post. */
  listed?: PostSummary | undefined;
}

/** The front matter as a quiet strip above the text, opening to a form. Every edit is one of the text. */
export function FrontMatterForm({ desk, site, client, change, listed }: FrontMatterFormProps) {
  const block = useSelected(desk.store, (state) => state.frontMatter);
  const inUse = useFieldsInUse(client, desk);
  const fields = useMemo(() => {
    return postFieldsOf(block.reading, {
      convention: site.convention,
      draftsFolder: draftsFolderOf(site, desk),
      inUse,
    });
  }, [block, site, desk, inUse]);
  const [open, setOpen] = useState(false);
  const id = useId();
  const firstProblem = block.reading.problems.find(({ severity }) => severity === 'error');

  const commit = (edits: readonly FrontMatterEdit[], typed = false) =>
    editFields(desk.view, { edits, typed, newBlock: newBlockOf(site) })?.message;

  if (firstProblem || (!block.readable && block.source !== '')) {
    return <Unreadable desk={desk} reason={firstProblem ?? block.reading.problems[0]} />;
  }
  return (
    <section
      className="front-matter"
      aria-label="Front matter"
      onKeyDown={(event) => undoInText(event, desk)}
    >
      <Title desk={desk} field={fields.title} commit={commit} />
      <div className="front-matter-strip">
        <button
          type="button"
          className="front-matter-summary"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          <Summary fields={fields} listed={listed} />
          <ChevronRight className="icon front-matter-arrow" aria-hidden />
          <span className="visually-hidden">{open ? 'Hide details' : 'Show details'}</span>
        </button>
        {change && <PostMark state={stateOf(change)} />}
      </div>
      {open && (
        <fieldset className="front-matter-fields" id={id} aria-label="Details" disabled={desk.readOnly}>
          {[fields.date, fields.draft, fields.tags, fields.description, ...fields.others].map((field) => (
            <Field key={field.key.join('\u0000')} desk={desk} client={client} field={field} commit={commit} />
          ))}
        </fieldset>
      )}
    </section>
  );
}

type CommitEdits = (edits: readonly FrontMatterEdit[], typed?: boolean) => string | undefined;

function Title({ desk, field, commit }: { desk: Desk; field: PostField; commit: CommitEdits }) {
  const id = useId();
  const typed = useTyped({
    value: field.kind === 'text' ? field.text : '',
    commit: (text) => commit(editsForText(field, text), true),
    when: 'key',
  });
  if (field.kind !== 'text') {
    return field.kind === 'source' ? <SourceControl field={field} onEdit={() => editAsText(desk)} /> : null;
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const { selectionStart, value } = event.currentTarget;
    const leaves = event.key === 'Enter' || (event.key === 'ArrowDown' && selectionStart === value.length);
    if (!leaves) return;
    event.preventDefault();
    desk.view.focus();
  };
  return (
    <div className="front-matter-heading">
      <textarea
        className="front-matter-title"
        dir="auto"
        rows={1}
        aria-label="Title"
        aria-invalid={typed.problem !== undefined}
        aria-describedby={typed.problem && id}
        placeholder="Title"
        spellCheck
        disabled={desk.readOnly}
        value={typed.shown}
        onChange={(event) => typed.type(event.target.value.replaceAll(/\s*\n\s*/g, ' '))}
        onBlur={typed.leave}
        onKeyDown={onKeyDown}
      />
      {typed.problem && (
        <p className="front-matter-problem" id={id} role="alert">
          {typed.problem}
        </p>
      )}
    </div>
  );
}

function Summary({ fields, listed }: { fields: PostFields; listed: PostSummary | undefined }) {
  const { date, draft, tags } = fields;
  const isUndated = date.kind === 'date' && !date.text;
  const parts = [
    isUndated ? undatedWords(listed) : date.kind === 'date' ? longDay(date.text) : undefined,
    date.kind === 'source' && date.source,
    ...(isDraft(draft, listed) ? ['Draft'] : []),
    draft.kind === 'source' && `${draft.key.join('.')}: ${draft.source}`,
    tags.kind === 'list' && tags.items.join(', '),
    tags.kind === 'text' && tags.text,
  ];
  const title = isUndated && listed?.date ? 'The date is from the file name' : undefined;
  return (
    <span className="front-matter-summary-words" title={title}>
      {parts.filter(Boolean).join(' · ')}
    </span>
  );
}

function undatedWords(listed: PostSummary | undefined): string {
  return listed?.date ? longDay(listed.date) : 'No date';
}

/** By what is written; where nothing is, its folder or another key may say so to the generator. */
function isDraft(field: PostField, listed: PostSummary | undefined): boolean {
  if (field.kind === 'note') return true;
  if (field.kind !== 'switch') return false;
  return field.present ? field.on : listed?.visibility === 'draft';
}

interface FieldProps {
  desk: Desk;
  client: Client;
  field: PostField;
  commit: CommitEdits;
}

function Field({ desk, client, field, commit }: FieldProps) {
  const disabled = desk.readOnly;
  switch (field.kind) {
    case 'text':
      return (
        <TextControl
          field={field}
          disabled={disabled}
          commit={(text) => commit(editsForText(field, text), true)}
          onEmptied={() => commit([{ kind: 'unset', key: field.key }])}
        />
      );
    case 'date':
      return (
        <DateControl field={field} disabled={disabled} commit={(text) => commit(editsForDate(field, text))} />
      );
    case 'number':
      return (
        <NumberControl
          field={field}
          disabled={disabled}
          commit={(value) => commit([{ kind: 'set', key: field.key, value }])}
        />
      );
    case 'switch':
      return <SwitchControl field={field} commit={(on) => commit(editsForSwitch(field, on))} />;
    case 'list':
      return (
        <ListControl
          field={field}
          disabled={disabled}
          commit={(items) => commit(editsForList(field, items))}
          suggest={suggestionsFor(field, client)}
        />
      );
    case 'picture':
      return (
        <PictureControl
          field={field}
          disabled={disabled}
          commit={(text, typed) => commit(editsForText(field, text), typed)}
          add={(file) => desk.pictures.addForKey(file, field.key)}
          addressOf={(target) => client.assetUrl({ post: desk.session.path, target })}
        />
      );
    case 'note':
      return <NoteControl field={field} />;
    case 'source':
      return <SourceControl field={field} onEdit={() => editAsText(desk)} />;
    default:
      return unreachable(field);
  }
}

function Unreadable({ desk, reason }: { desk: Desk; reason: { message: string; line: number } | undefined }) {
  return (
    <section className="front-matter front-matter-unreadable" aria-label="Front matter">
      <FileWarning className="icon" aria-hidden />
      <p>
        The front matter is shown as text{reason ? `: ${reason.message}` : '.'}{' '}
        {reason && <TextButton onClick={() => desk.reveal(reason.line)}>Go to line {reason.line}</TextButton>}
      </p>
    </section>
  );
}

function editAsText(desk: Desk): void {
  desk.view.dispatch({ effects: showSource.of(true) });
  desk.view.focus();
}

/** Undo is one for form and text: the fields leave it to the editor. */
function undoInText(event: KeyboardEvent, { view }: Desk): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key !== 'z' && key !== 'y') return;
  event.preventDefault();
  if (key === 'y' || event.shiftKey) redo(view);
  else undo(view);
  // The editor shows its cursor then; the author looks at the field.
  const field = event.target as HTMLElement;
  requestAnimationFrame(() => field.scrollIntoView({ block: 'nearest' }));
}

/** The keys that the posts beside this one use; undefined until they are known. */
function useFieldsInUse(client: Client, { session }: Desk): readonly FieldInUse[] | undefined {
  const [inUse, setInUse] = useState<readonly FieldInUse[]>();
  useEffect(() => {
    let isHere = true;
    const show = (fields: readonly FieldInUse[]) => isHere && setInUse(fields);
    // Without them, the form has the fields that every post has.
    void client.call('posts.fields', { path: session.path }).then(show, () => show([]));
    return () => {
      isHere = false;
    };
  }, [client, session]);
  return inUse;
}

function suggestionsFor(field: PostField & { kind: 'list' }, client: Client) {
  if (field.completes) return () => tagsInUse(client);
  const { known } = field;
  return known?.length ? async () => known : undefined;
}

async function tagsInUse(client: Client): Promise<string[]> {
  return (await client.call('posts.tags')).map(({ tag }) => tag);
}

/** The folder that makes this post a draft wherever its front matter leads. */
function draftsFolderOf({ collections }: SiteInfo, { session }: Desk): string | undefined {
  return collections.find(({ kind, folder }) => kind === 'drafts' && session.path.startsWith(`${folder}/`))
    ?.folder;
}

function newBlockOf({ frontMatter }: SiteInfo): FrontMatterFormat {
  return frontMatter === 'toml' || frontMatter === 'json' ? frontMatter : 'yaml';
}

function stateOf(change: PlannedChange['kind']): PostState {
  if (change === 'new') return 'new';
  return change === 'renamed' ? 'moved' : 'changed';
}
