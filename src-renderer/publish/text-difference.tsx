import { markdown } from '@codemirror/lang-markdown';
import { yamlFrontmatter } from '@codemirror/lang-yaml';
import { syntaxHighlighting } from '@codemirror/language';
import { unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { pageNonce } from '../theme/page-nonce.ts';
import './text-difference.css';

export interface TextDifferenceProps {
  /** Undefined for a new file. */
  published: string | undefined;
  /** Undefined for a removed one. */
  current: string | undefined;
  name: string;
}

/** A text with what is new marked, and what it replaces above it. Long unchanged parts are folded. */
export function TextDifference({ published, current, name }: TextDifferenceProps) {
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!place.current) return;
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: current ?? '',
        extensions: [readOnlyText(name), published === undefined ? wholeText('added') : compared(published)],
      }),
    });
    return () => view.destroy();
  }, [published, current, name]);

  const kind = published === undefined ? 'new' : current === undefined ? 'removed' : 'changed';
  return <div ref={place} className="text-difference" data-kind={kind} />;
}

function compared(published: string): Extension {
  return unifiedMergeView({
    original: published,
    mergeControls: false,
    collapseUnchanged: { margin: 3, minSize: 8 },
    diffConfig: { scanLimit: 2000, timeout: 300 },
  });
}

function wholeText(className: string): Extension {
  return EditorView.editorAttributes.of({ class: `whole-${className}` });
}

function readOnlyText(name: string): Extension {
  const nonce = pageNonce();
  return [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.lineWrapping,
    lineNumbers(),
    yamlFrontmatter({ content: markdown() }),
    syntaxHighlighting(classHighlighter),
    EditorView.contentAttributes.of({ 'aria-label': `The change of ${name}`, tabindex: '0' }),
    nonce ? EditorView.cspNonce.of(nonce) : [],
  ];
}
