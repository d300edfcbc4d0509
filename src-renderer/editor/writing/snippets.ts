import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippet,
} from '@codemirror/autocomplete';
import { isolateHistory } from '@codemirror/commands';
import type { EditorState, Transaction } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { SiteSnippet } from '../../../src-main/common/site/snippets/snippet.ts';
import { frontMatterOf } from '../front-matter-block.ts';
import { linkSource } from './link-source.ts';
import { isLiteral } from './literal.ts';
import { slashAt } from './slash-menu.ts';
import { plainInTemplate } from './snippet-template.ts';

/** Shortcodes, includes and components of the blog: behind a slash, and where one is begun to be written. */
export async function snippetCompletion(context: CompletionContext): Promise<CompletionResult | null> {
  const source = context.state.facet(linkSource);
  if (!source || !placeOf(context)) return null;
  const snippets = await source.snippets();
  const complete = (at: CompletionContext): CompletionResult | null => {
    const place = placeOf(at);
    if (at.aborted || !place) return null;
    const options = snippets
      .filter((one) => isMeant(one, place))
      .slice(0, mostSnippets)
      .map((one) => optionFor(one, place));
    if (options.length === 0) return null;
    return { from: place.from, options, filter: false, update: (_was, _from, _to, next) => complete(next) };
  };
  return complete(context);
}

const mostSnippets = 60;

interface Place {
  kind: 'slash' | 'begun';
  /** Where the typed words begin, and where what goes away does. */
  from: number;
  start: number;
  typed: string;
  /** What the snippet's text begins with, where it is begun. */
  opening: string;
}

function placeOf(context: CompletionContext): Place | undefined {
  const { state, pos } = context;
  const slash = slashAt(context);
  if (slash !== undefined) {
    const typed = state.sliceDoc(slash + 1, pos);
    return { kind: 'slash', from: slash + 1, start: slash, typed, opening: '' };
  }
  const line = state.doc.lineAt(pos);
  const before = line.text.slice(0, pos - line.from);
  const begun = /(\{\{[<%]?|\{%|<(?=[A-Z])|(?<=^\s*):::)\s*([\w./-]*)$/.exec(before);
  if (!begun || isCode(state, pos)) return undefined;
  const [whole, opening = '', typed = ''] = begun;
  return { kind: 'begun', from: pos - typed.length, start: pos - whole.length, typed, opening };
}

/** A tag that is being typed looks like HTML, and is where components are called. */
function isCode(state: EditorState, position: number): boolean {
  const line = state.doc.lineAt(position);
  return isLiteral(state, position) && !/<[A-Z]\w*$/.test(line.text.slice(0, position - line.from));
}

function isMeant(one: SiteSnippet, { kind, typed, opening }: Place): boolean {
  const [first] = one.parts;
  const begins = typeof first === 'string' && first.startsWith(opening);
  const words = typed.toLowerCase();
  if (kind === 'begun') return begins && one.name.toLowerCase().startsWith(words);
  return (
    one.name
      .toLowerCase()
      .split(/[^\p{L}\d]+/u)
      .some((word) => word.startsWith(words)) || one.name.startsWith(words)
  );
}

const section = { name: 'Of this blog', rank: 5 };

function optionFor(one: SiteSnippet, place: Place): Completion {
  return {
    label: one.name,
    detail: one.from,
    ...(place.kind === 'slash' && { section }),
    apply: (view, _completion, _from, to) => putSnippet(view, one, { from: place.start, to }),
  };
}

/** Puts a snippet where the cursor is. */
export function insertSnippet(view: EditorView, one: SiteSnippet): void {
  if (view.state.readOnly) return;
  const { from, to } = view.state.selection.main;
  putSnippet(view, one, { from, to });
}

/** Puts a snippet into the text and, where it needs one, its line at the top, as one step of the history. */
function putSnippet(view: EditorView, one: SiteSnippet, typed: { from: number; to: number }): void {
  const { state } = view;
  // An editor that closes brackets as they are typed has the end of the call there already.
  const rest = /^\s*(?:[>%]?\}\}|%\}|\/?>)/.exec(state.sliceDoc(typed.to, typed.to + 8))?.[0] ?? '';
  const isBegun = typed.to > typed.from && !state.sliceDoc(typed.from, typed.to).startsWith('/');
  const to = typed.to + (isBegun ? rest.length : 0);
  const needed = neededLine(state, one);
  const prepared = state.update({ changes: needed ?? [] });
  let put: Transaction | undefined;
  snippet(templateOf(one))(
    {
      state: prepared.state,
      dispatch: (transaction) => {
        put = transaction;
      },
    },
    null,
    prepared.changes.mapPos(typed.from, 1),
    prepared.changes.mapPos(to, 1),
  );
  const last: Transaction | undefined = put;
  if (!last) return;
  view.dispatch(
    state.update({
      changes: prepared.changes.compose(last.changes),
      selection: last.newSelection,
      effects: last.effects,
      annotations: isolateHistory.of('full'),
      userEvent: 'input.complete',
      scrollIntoView: true,
    }),
  );
}

/** The line that the snippet needs, below the others of its kind at the top of the text; undefined where it is there. */
function neededLine(
  state: EditorState,
  { needs }: SiteSnippet,
): { from: number; insert: string } | undefined {
  if (needs === undefined) return undefined;
  const { bodyFrom } = frontMatterOf(state);
  const body = state.sliceDoc(bodyFrom);
  const bare = (line: string) => line.trim().replace(/;$/, '').replaceAll('"', "'");
  const lines = body.split('\n');
  if (lines.some((line) => bare(line) === bare(needs))) return undefined;
  const imports = [...body.matchAll(/^import\s[^\n]*\n/gm)].at(-1);
  if (imports) return { from: bodyFrom + imports.index + imports[0].length, insert: `${needs}\n` };
  const gap = /^\n*/.exec(body)?.[0].length ?? 0;
  return { from: bodyFrom + gap, insert: `${needs}\n\n` };
}

function templateOf({ parts }: SiteSnippet): string {
  const written = parts.map((part, at) =>
    typeof part === 'string' ? plainInTemplate(part) : `#{${at + 1}:${part.fill}}`,
  );
  return `${written.join('')}#{}`;
}
