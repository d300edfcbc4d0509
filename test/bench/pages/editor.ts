import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { markdown, markdownLanguage } from '@codemirror/lang-markdown';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';

// The least that writes the same post: CodeMirror with Markdown, and the text.
const doc = await (await fetch('/post.md')).text();
new EditorView({
  parent: document.getElementById('place') as HTMLElement,
  state: EditorState.create({
    doc,
    extensions: [
      history(),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      markdown({ base: markdownLanguage }),
      EditorView.lineWrapping,
    ],
  }),
});
