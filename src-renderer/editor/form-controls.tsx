import { CalendarDays, Code, X } from 'lucide-react';
import { Fragment, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { IconButton, TextButton } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Switch } from '../ui/switch.tsx';
import { dayOf, type PostField, withDay } from './post-fields.ts';
import { useTyped } from './use-typed.ts';

/** Puts a field's new value into the text; answers why where it was refused. */
export type Commit<Value> = (value: Value) => string | undefined;

interface ControlProps<Kind extends PostField['kind'], Value> {
  field: PostField & { kind: Kind };
  disabled: boolean;
  commit: Commit<Value>;
}

/** A label, its control, and beside them why the last change was refused. */
export function Row({
  id,
  label,
  problem,
  children,
}: {
  id: string;
  label: string;
  problem?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className="front-matter-row">
      <label className="front-matter-label" htmlFor={id} id={`${id}-label`}>
        {breakable(label)}
      </label>
      <div className="front-matter-value">
        {children}
        {problem && (
          <p className="front-matter-problem" id={`${id}-problem`} role="alert">
            {problem}
          </p>
        )}
      </div>
    </div>
  );
}

export interface TextControlProps extends ControlProps<'text', string> {
  /** The author left the emptied field. */
  onEmptied(): void;
}

/** One line or some lines of text. */
export function TextControl({ field, disabled, commit, onEmptied }: TextControlProps) {
  const id = useId();
  const typed = useTyped({ value: field.text, commit, when: 'key' });
  const attributes = {
    id,
    disabled,
    value: typed.shown,
    'aria-invalid': typed.problem !== undefined,
    'aria-describedby': typed.problem && `${id}-problem`,
    onBlur: () => {
      if (typed.leave() && field.text === '') onEmptied();
    },
  };
  return (
    <Row id={id} label={field.label} problem={typed.problem}>
      {field.long ? (
        <textarea
          {...attributes}
          className="text-field front-matter-long"
          rows={2}
          spellCheck
          onChange={(event) => typed.type(event.target.value)}
        />
      ) : (
        <>
          <TextField
            {...attributes}
            list={field.known?.length ? `${id}-known` : undefined}
            onChange={(event) => typed.type(event.target.value)}
          />
          {field.known && field.known.length > 0 && (
            <datalist id={`${id}-known`}>
              {field.known.map((value) => (
                <option key={value} value={value} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Row>
  );
}

/** A number; what is no number is not taken. */
export function NumberControl({ field, disabled, commit }: ControlProps<'number', number>) {
  const id = useId();
  const take: Commit<string> = (text) => {
    const value = Number(text);
    return text.trim() === '' || !Number.isFinite(value) ? 'A number is needed here.' : commit(value);
  };
  const typed = useTyped({ value: field.text, commit: take, when: 'leave' });
  return (
    <Row id={id} label={field.label} problem={typed.problem}>
      <TextField
        id={id}
        inputMode="decimal"
        className="front-matter-short"
        disabled={disabled}
        value={typed.shown}
        onChange={(event) => typed.type(event.target.value)}
        onBlur={typed.leave}
        onKeyDown={typed.keys}
      />
    </Row>
  );
}

/** A date as it is written, with the system's picker for its day. Nothing is converted. */
export function DateControl({ field, disabled, commit }: ControlProps<'date', string>) {
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const typed = useTyped({ value: field.text, commit, when: 'leave' });
  const canPick = withDay(field.text, '2000-01-01') !== undefined;
  return (
    <Row id={id} label={field.label} problem={typed.problem}>
      <span className="front-matter-date">
        <TextField
          id={id}
          placeholder="No date"
          disabled={disabled}
          value={typed.shown}
          onChange={(event) => typed.type(event.target.value)}
          onBlur={typed.leave}
          onKeyDown={typed.keys}
        />
        {canPick && !disabled && (
          <>
            <input
              ref={picker}
              type="date"
              className="front-matter-picker"
              tabIndex={-1}
              aria-hidden
              value={dayOf(field.text) ?? ''}
              onChange={(event) => {
                const text = withDay(field.text, event.target.value);
                if (text !== undefined && event.target.value) typed.take(text);
              }}
            />
            <IconButton
              icon={CalendarDays}
              label="Choose a day"
              onClick={() => picker.current?.showPicker()}
            />
          </>
        )}
      </span>
    </Row>
  );
}

/** On or off. */
export function SwitchControl({ field, commit }: Omit<ControlProps<'switch', boolean>, 'disabled'>) {
  const id = useId();
  const [problem, setProblem] = useState<string>();
  return (
    <Row id={id} label={field.label} problem={problem}>
      <Switch labelledBy={`${id}-label`} checked={field.on} onChange={(on) => setProblem(commit(on))} />
    </Row>
  );
}

/** A long key may go on in another line where a word in it ends. */
function breakable(label: string): ReactNode {
  const words = label.split(/(?<=[_-])/);
  return words.map((word, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the words of one label never move
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {word}
    </Fragment>
  ));
}

/** What is so, and not by a key of the front matter. */
export function NoteControl({ field }: { field: PostField & { kind: 'note' } }) {
  return (
    <div className="front-matter-row">
      <span className="front-matter-label">{breakable(field.label)}</span>
      <p className="front-matter-value">{field.note}</p>
    </div>
  );
}

/** A value that no control calls for, as it is written. */
export function SourceControl({
  field,
  onEdit,
}: {
  field: PostField & { kind: 'source' };
  onEdit: () => void;
}) {
  const id = useId();
  return (
    <Row id={id} label={field.label}>
      <span className="front-matter-source">
        <code>{field.source}</code>
        <TextButton onClick={onEdit}>
          <Code className="icon" aria-hidden />
          Edit as text
        </TextButton>
      </span>
    </Row>
  );
}

export interface ListControlProps extends ControlProps<'list', readonly string[]> {
  /** Asked once the author begins to type. */
  suggest: (() => Promise<readonly string[]>) | undefined;
}

/** Some words, each a chip, with what is already in use offered while typing. */
export function ListControl({ field, disabled, commit, suggest }: ListControlProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [known, setKnown] = useState<readonly string[]>();
  const [chosen, setChosen] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const offers = offersFor(text, known ?? [], field.items);

  const change = (items: readonly string[]) => {
    const refusal = commit(items);
    setProblem(refusal);
    if (!refusal) setText('');
    setChosen(undefined);
    return refusal === undefined;
  };
  const add = (item: string) => {
    const word = item.trim();
    if (word === '') return;
    if (field.items.includes(word)) setText('');
    else change([...field.items, word]);
  };
  const remove = (at: number) => {
    if (change(field.items.filter((_, index) => index !== at))) input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      add(offers[chosen ?? -1] ?? text);
    } else if (event.key === 'Backspace' && text === '' && field.items.length > 0) {
      event.preventDefault();
      remove(field.items.length - 1);
    } else if (offers.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setChosen(((chosen ?? (step === 1 ? -1 : 0)) + step + offers.length) % offers.length);
    } else if (event.key === 'Escape' && text !== '') {
      event.preventDefault();
      event.stopPropagation();
      setText('');
    }
  };

  return (
    <Row id={id} label={field.label} problem={problem}>
      <span className="front-matter-list" data-disabled={disabled || undefined}>
        {field.items.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list may hold a word twice
          <span key={`${at} ${item}`} className="chip">
            {item}
            {!disabled && (
              <button
                type="button"
                className="chip-remove"
                aria-label={`Remove ${item}`}
                onClick={() => remove(at)}
              >
                <X className="icon" aria-hidden />
              </button>
            )}
          </span>
        ))}
        {!disabled && (
          <input
            ref={input}
            id={id}
            className="front-matter-list-input"
            role="combobox"
            aria-expanded={offers.length > 0}
            aria-controls={`${id}-offers`}
            aria-activedescendant={chosen === undefined ? undefined : `${id}-offer-${chosen}`}
            aria-autocomplete="list"
            autoComplete="off"
            spellCheck={false}
            placeholder={field.items.length === 0 ? 'Add' : ''}
            value={text}
            onFocus={() => {
              if (!known && suggest) void suggest().then(setKnown, () => setKnown([]));
            }}
            onChange={(event) => {
              setText(event.target.value);
              setChosen(undefined);
            }}
            onKeyDown={onKeyDown}
            onBlur={() => add(text)}
          />
        )}
        <Offers id={id} offers={offers} chosen={chosen} onTake={add} />
      </span>
    </Row>
  );
}

interface OffersProps {
  id: string;
  offers: readonly string[];
  chosen: number | undefined;
  onTake(offer: string): void;
}

function Offers({ id, offers, chosen, onTake }: OffersProps) {
  if (offers.length === 0) return null;
  return (
    <div className="front-matter-offers" role="listbox" id={`${id}-offers`} aria-label="Already in use">
      {offers.map((offer, at) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the input, which names the active option
        // biome-ignore lint/a11y/useKeyWithClickEvents: the input takes the keys
        <div
          key={offer}
          id={`${id}-offer-${at}`}
          role="option"
          aria-selected={at === chosen}
          className="front-matter-offer"
          // The focus must stay in the input, or leaving it would add what was typed.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(offer)}
        >
          {offer}
        </div>
      ))}
    </div>
  );
}

const mostOffers = 8;

function offersFor(text: string, known: readonly string[], taken: readonly string[]): string[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const fits = known.filter((word) => word.toLowerCase().includes(wanted) && !taken.includes(word));
  const first = fits.filter((word) => word.toLowerCase().startsWith(wanted));
  return [...new Set([...first, ...fits])].slice(0, mostOffers);
}
