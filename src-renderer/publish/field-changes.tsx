import { useMemo } from 'react';
import { readFrontMatter } from '../../src-main/common/posts/front-matter.ts';
import { MarkedWords } from '../ui/marked-words.tsx';
import './field-changes.css';

/** A field at the top of a post as it was and as it is; undefined where it came or went. */
export interface FieldChange {
  name: string;
  before: string | undefined;
  after: string | undefined;
}

/** The fields in which two texts of a post differ, in the order of the later one; undefined where one cannot be read. */
export function fieldChangesOf(before: string, after: string): FieldChange[] | undefined {
  const [old, current] = [readFrontMatter(before), readFrontMatter(after)];
  if ([old, current].some(({ problems }) => problems.some(({ severity }) => severity === 'error')))
    return undefined;
  const names = new Set([...Object.keys(current.data), ...Object.keys(old.data)]);
  return [...names]
    .map((name) => ({ name, before: inWords(old.data[name]), after: inWords(current.data[name]) }))
    .filter((change) => change.before !== change.after);
}

function inWords(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map((each) => inWords(each) ?? '').join(', ');
  return typeof value === 'object' ? JSON.stringify(value, undefined, 1) : String(value);
}

/** What changed in the fields at the top, one line each. */
export function FieldChanges({ before, after }: { before: string; after: string }) {
  const changes = useMemo(() => fieldChangesOf(before, after), [before, after]);
  if (!changes)
    return (
      <p className="field-changes-none">
        The fields at the top cannot be read in one of the two: see the source.
      </p>
    );
  if (changes.length === 0) return null;
  return (
    <dl className="field-changes" aria-label="Changed fields">
      {changes.map((change) => (
        <div key={change.name}>
          <dt>{change.name}</dt>
          <dd>
            <MarkedWords before={change.before ?? ''} after={change.after ?? ''} />
            {change.after === '' && change.before === undefined && <ins className="marked-added">empty</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
