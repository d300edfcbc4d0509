import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The look of the text being written. All values are those of the window's tokens, so both themes come from here. */
export function writingTheme(): Extension {
  return [layout, syntaxHighlighting(colors)];
}

const activeLine = 'color-mix(in srgb, var(--ink) 3%, var(--surface))';

const layout = EditorView.theme({
  '&': { flex: '1 0 auto', color: 'var(--ink)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    flex: '1 0 auto',
    fontFamily: 'var(--face-writing)',
    fontSize: 'var(--size-text)',
    lineHeight: 'var(--leading-text)',
    overflow: 'visible',
  },
  '.cm-content': {
    width: '100%',
    minWidth: '0',
    maxWidth: 'calc(var(--measure) + 2 * var(--editor-margin))',
    margin: '0 auto',
    padding: 'var(--space-5) var(--editor-margin) 38vh',
    caretColor: 'var(--accent)',
    // Faces of one size look like one size, and signs stay the signs that were typed.
    fontSizeAdjust: '0.5',
    fontVariantLigatures: 'no-contextual',
    tabSize: '4',
  },
  '.cm-line': { padding: '0' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': {
    backgroundColor: activeLine,
    boxShadow: `-0.5rem 0 0 ${activeLine}, 0.5rem 0 0 ${activeLine}`,
  },
  '.cm-frontMatterLine': { fontFamily: 'var(--face-mono)', fontSize: 'var(--size-interface)' },
  '.cm-placeholder': { color: 'var(--ink-quiet)' },
  '.cm-specialChar': { color: 'var(--danger)' },
  '.cm-searchMatch': { backgroundColor: 'var(--warning-soft)', borderRadius: '2px' },
  '.cm-searchMatch-selected': {
    backgroundColor: 'color-mix(in srgb, var(--warning) 35%, transparent)',
  },
  '.cm-gutters': { backgroundColor: 'transparent', border: '0', color: 'var(--ink-quiet)' },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--ink)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--hairline)' },
  '.cm-dropCursor': { borderLeftColor: 'var(--accent)' },
});

const quiet = 'var(--ink-quiet)';
const colors = HighlightStyle.define([
  { tag: tags.heading1, fontWeight: '700', fontSize: '1.25em' },
  { tag: tags.heading2, fontWeight: '700', fontSize: '1.12em' },
  { tag: [tags.heading3, tags.heading4, tags.heading5, tags.heading6], fontWeight: '700' },
  { tag: tags.strong, fontWeight: '700' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: tags.link, color: 'var(--accent)' },
  { tag: tags.url, color: quiet },
  { tag: tags.quote, color: 'var(--ink-soft)' },
  { tag: tags.monospace, fontFamily: 'var(--face-mono)', color: 'var(--ink-soft)' },
  { tag: [tags.processingInstruction, tags.meta, tags.contentSeparator], color: quiet },
  { tag: [tags.comment, tags.labelName], color: quiet },
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'var(--accent)' },
  {
    tag: [tags.propertyName, tags.attributeName, tags.definition(tags.propertyName)],
    color: 'var(--accent)',
  },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--added)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.literal], color: 'var(--warning)' },
  { tag: [tags.typeName, tags.className, tags.tagName, tags.namespace], color: 'var(--accent)' },
  { tag: [tags.punctuation, tags.bracket, tags.separator], color: 'var(--ink-soft)' },
  { tag: tags.invalid, color: 'var(--danger)' },
]);
