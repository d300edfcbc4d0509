import { autocompletion, type Completion, type CompletionSource } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { keysInWords } from '../../ui/keys.tsx';
import type { PictureCompletion } from './link-completion.ts';

/** The menu below the cursor: commands behind a slash, posts and pictures where an address goes. */
export function completion(sources: readonly CompletionSource[]): Extension {
  return [
    autocompletion({
      override: sources,
      icons: false,
      // What a source gives is in the order that is wanted.
      compareCompletions: () => 0,
      addToOptions: [
        { render: smallPicture, position: 10 },
        { render: shortcutOf, position: 90 },
      ],
      maxRenderedOptions: 60,
      // Every list here was asked for by a sign: who is quick means what is chosen in it.
      interactionDelay: 0,
    }),
    look,
  ];
}

/** A completion with a shortcut of its own, as the window writes it. */
export interface CommandCompletion extends Completion {
  keys?: string;
}

function shortcutOf(completion: CommandCompletion): Node | null {
  if (!completion.keys) return null;
  const keys = document.createElement('kbd');
  keys.className = 'keys';
  keys.textContent = keysInWords(completion.keys);
  return keys;
}

function smallPicture(completion: PictureCompletion): Node | null {
  if (!completion.picture) return null;
  const image = document.createElement('img');
  image.className = 'cm-completionPicture';
  image.src = completion.picture;
  image.alt = '';
  image.loading = 'lazy';
  return image;
}

const look = EditorView.theme({
  '.cm-tooltip.cm-tooltip-autocomplete': {
    padding: 'var(--space-1)',
    border: '0',
    borderRadius: 'var(--radius)',
    backgroundColor: 'var(--raised)',
    boxShadow: 'var(--shadow-float)',
    color: 'var(--ink)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    minWidth: '15rem',
    maxWidth: 'min(30rem, 90vw)',
    maxHeight: '18rem',
    fontFamily: 'var(--face-interface)',
    fontSize: 'var(--size-interface)',
    lineHeight: 'var(--leading)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    alignItems: 'center',
    gap: 'var(--space-3)',
    minHeight: '1.875rem',
    padding: '0 var(--space-2)',
    borderRadius: 'var(--radius-small)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--selected)',
    color: 'var(--ink)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > completion-section': {
    display: 'block',
    padding: 'var(--space-2) var(--space-2) var(--space-1)',
    border: '0',
    color: 'var(--ink-quiet)',
    fontSize: 'var(--size-note)',
    opacity: '1',
  },
  '.cm-completionPicture': {
    flex: 'none',
    width: '2rem',
    height: '1.5rem',
    borderRadius: '2px',
    backgroundColor: 'var(--sunken)',
    objectFit: 'cover',
  },
  '.cm-completionLabel': { flex: '1', overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: 'var(--weight-strong)' },
  '.cm-completionDetail': {
    margin: '0',
    maxWidth: '14rem',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    color: 'var(--ink-quiet)',
    fontStyle: 'normal',
    fontSize: 'var(--size-note)',
  },
});
