import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  replaceAll,
  replaceNext,
  SearchQuery,
  search,
  setSearchQuery,
} from '@codemirror/search';
import type { EditorState, Extension } from '@codemirror/state';
import { type EditorView, type Panel, runScopeHandlers, type ViewUpdate } from '@codemirror/view';
import { visibleFrom } from './front-matter-block.ts';
import './search-panel.css';

/** Matches beyond this many are not counted: the author wants a place, not a number. */
const mostCounted = 1000;

/** Find and replace above the text, in the window's own look. */
export function searchPanel(): Extension {
  return search({ top: true, createPanel });
}

function createPanel(view: EditorView): Panel {
  const query = getSearchQuery(view.state);
  const find = field({ name: 'Find', value: query.search, main: true });
  const replacement = field({ name: 'Replace with', value: query.replace });
  const exactCase = toggle('Aa', 'Match case', query.caseSensitive);
  const wholeWord = toggle('“w”', 'Whole words', query.wholeWord);
  const pattern = toggle('.*', 'Regular expression', query.regexp);
  const count = document.createElement('span');
  count.className = 'search-count';
  count.setAttribute('role', 'status');

  const ask = () => {
    const asked = new SearchQuery({
      search: find.value,
      replace: replacement.value,
      caseSensitive: isOn(exactCase),
      wholeWord: isOn(wholeWord),
      regexp: isOn(pattern),
    });
    if (!asked.eq(getSearchQuery(view.state))) view.dispatch({ effects: setSearchQuery.of(asked) });
  };
  const showCount = () => {
    count.textContent = countInWords(view);
  };
  for (const input of [find, replacement]) input.addEventListener('input', ask);
  for (const button of [exactCase, wholeWord, pattern]) {
    button.addEventListener('click', () => {
      button.setAttribute('aria-pressed', String(!isOn(button)));
      ask();
    });
  }
  const runs = (name: string, command: (target: EditorView) => boolean) => {
    const button = textButton(name);
    button.addEventListener('click', () => command(view));
    return button;
  };

  const dom = document.createElement('div');
  dom.className = 'search-panel';
  dom.setAttribute('role', 'search');
  dom.append(
    row(
      find,
      exactCase,
      wholeWord,
      pattern,
      sign('↑', runs('Previous', findPrevious)),
      sign('↓', runs('Next', findNext)),
      count,
      sign('×', runs('Close', closeSearchPanel)),
    ),
    row(
      replacement,
      ...(view.state.readOnly ? [] : [runs('Replace', replaceNext), runs('Replace all', replaceAllSeen)]),
    ),
  );
  if (view.state.readOnly) replacement.hidden = true;
  dom.addEventListener('keydown', (event) => {
    const step = event.shiftKey ? findPrevious : findNext;
    if (runScopeHandlers(view, event, 'search-panel')) event.preventDefault();
    else if (event.key === 'Enter' && event.target === find) run(event, () => step(view));
    else if (event.key === 'Enter' && event.target === replacement) run(event, () => replaceNext(view));
  });
  showCount();

  return {
    dom,
    top: true,
    mount: () => find.select(),
    update: (update: ViewUpdate) => {
      const isAsked = update.transactions.some((transaction) =>
        transaction.effects.some((effect) => effect.is(setSearchQuery)),
      );
      if (isAsked) {
        const { search: words, replace } = getSearchQuery(update.state);
        if (find.value !== words) find.value = words;
        if (replacement.value !== replace) replacement.value = replace;
      }
      if (isAsked || update.docChanged || update.selectionSet) showCount();
    },
  };
}

/** Leaves front matter alone while it is a form: nobody would see it change. A search that comes to it shows it as text. */
function replaceAllSeen(view: EditorView): boolean {
  const query = getSearchQuery(view.state);
  const { search: words, replace, caseSensitive, wholeWord, regexp } = query;
  const test = (_match: string, state: EditorState, from: number) => from >= visibleFrom(state);
  const ofSeen = new SearchQuery({ search: words, replace, caseSensitive, wholeWord, regexp, test });
  view.dispatch({ effects: setSearchQuery.of(ofSeen) });
  const isDone = replaceAll(view);
  view.dispatch({ effects: setSearchQuery.of(query) });
  return isDone;
}

function run(event: KeyboardEvent, command: () => boolean): void {
  event.preventDefault();
  command();
}

function countInWords(view: EditorView): string {
  const query = getSearchQuery(view.state);
  if (query.search === '') return '';
  if (!query.valid) return 'Not a regular expression';
  const { from, to } = view.state.selection.main;
  let matches = 0;
  let current = 0;
  const cursor = query.getCursor(view.state);
  for (let next = cursor.next(); !next.done; next = cursor.next()) {
    matches += 1;
    if (next.value.from === from && next.value.to === to) current = matches;
    if (matches > mostCounted) return `More than ${mostCounted} places`;
  }
  if (matches === 0) return 'Nothing found';
  const places = matches === 1 ? '1 place' : `${matches} places`;
  return current > 0 ? `${current} of ${places}` : places;
}

function field({ name, value, main }: { name: string; value: string; main?: boolean }): HTMLInputElement {
  const input = document.createElement('input');
  input.className = 'text-field search-field';
  input.setAttribute('aria-label', name);
  input.placeholder = name;
  input.value = value;
  input.spellcheck = false;
  // CodeMirror gives this one the focus when the panel is asked for.
  if (main) input.setAttribute('main-field', 'true');
  return input;
}

function toggle(signs: string, name: string, on: boolean): HTMLButtonElement {
  const button = sign(signs, textButton(name));
  button.setAttribute('aria-pressed', String(on));
  return button;
}

/** Drawn and not written: who speaks to the window says the button's name and never its sign. */
function sign(signs: string, button: HTMLButtonElement): HTMLButtonElement {
  const name = button.textContent ?? '';
  button.classList.add('search-toggle');
  button.textContent = '';
  button.dataset.sign = signs;
  button.title = name;
  button.setAttribute('aria-label', name);
  return button;
}

function isOn(button: HTMLButtonElement): boolean {
  return button.getAttribute('aria-pressed') === 'true';
}

function textButton(words: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button button-quiet search-button';
  button.textContent = words;
  return button;
}

function row(...children: HTMLElement[]): HTMLElement {
  const element = document.createElement('div');
  element.className = 'search-row';
  element.append(...children);
  return element;
}
