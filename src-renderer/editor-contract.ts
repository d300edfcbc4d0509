import type { Text } from '@codemirror/state';
import type { Ref } from 'react';
import type { Client } from '../src-main/common/api/client.ts';
import type { PostSource, PostSummary } from '../src-main/common/posts/post.ts';
import type { PlannedChange } from '../src-main/common/publish/publish.ts';
import type { Settings, SettingsChange } from '../src-main/common/settings.ts';
import type { SiteInfo } from '../src-main/common/site/site.ts';
import type { SiteSnippet } from '../src-main/common/site/snippets/snippet.ts';
import type { WritingCommandId } from './editor/writing/writing-commands.ts';

/** Whether the open post's text is safe on disk. The editor computes it; the window's top bar shows it. */
export type SaveState =
  | { kind: 'saved' }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  | { kind: 'failed'; message: string; next: string[] }
  | { kind: 'conflict' }
  /** Another program deleted the file while nothing here was unsaved: one may go on, or keep the text. */
  | { kind: 'gone' };

/** The text being edited, as CodeMirror holds it: cheap to hand on at every change, read only when needed. */
export interface EditedDocument {
  path: string;
  /** The whole file, front matter included. `text.toString()` costs; do it after a key, not in it. */
  text: Text;
}

/** What the window asks of the editor. */
export interface EditorHandle {
  /** Saves what is unsaved now and answers when that is done or has failed. */
  flush(): Promise<SaveState>;
  focus(): void;
  /** Scrolls so that this 1-based line of the file is at the top, without moving the cursor. Fractions are between lines. */
  scrollToLine(line: number): void;
  /** Puts the cursor at this 1-based line, shows it and takes the focus. */
  reveal(line: number): void;
  /** Does what a writing command does, at the cursor, and takes the focus. */
  run(command: WritingCommandId): void;
  /** What the blog's generator expands in this post, as far as it is known. */
  snippets(): readonly SiteSnippet[];
  /** Puts one of them where the cursor is, and takes the focus. */
  putSnippet(snippet: SiteSnippet): void;
  /** The next change on disk is the author’s own doing, an earlier version brought back: undo takes it out again. */
  expectOwnChange(): void;
  /** The author is renaming the post, or is no more: that its file goes meanwhile is no loss. */
  expectMove(isMoving: boolean): void;
  /** The text as it is now; undefined while the post is being read. */
  document(): EditedDocument | undefined;
}

/** What the editor pane gets from the window. One pane is mounted for each post: `key={path}`. */
export interface EditorPaneProps {
  client: Client;
  path: string;
  site: SiteInfo;
  settings: Settings;
  /** The post as it was just read or created, where the window has it already; else the pane reads it. */
  source?: PostSource | undefined;
  /** The post where it was asked for before there was a pane, once; undefined where it was not, or cannot be read. */
  takeAhead?: (() => Promise<PostSource | undefined> | undefined) | undefined;
  /** What publishing would do with this post; undefined where it is as published. For the badge in the strip. */
  change: PlannedChange['kind'] | undefined;
  /** What the list says of the post, for what its file name or folder says instead of its front matter. */
  listed?: PostSummary | undefined;
  /** The author chose otherwise beside the text: a panel, a mode. */
  onSettings?: ((change: SettingsChange) => void) | undefined;
  onSaveState(state: SaveState): void;
  /** The first text and each change of it. */
  onText(document: EditedDocument): void;
  /** The first visible line of the file, 1-based; fractions are between lines. Not called for `scrollToLine`. */
  onScroll(line: number): void;
  /** The text of a post that was deleted by another program is now in this new post. */
  onMoved?: ((path: string) => void) | undefined;
  /** The author gave up the text of a post that was deleted by another program: nothing is left to show. */
  onClose?: (() => void) | undefined;
  handle: Ref<EditorHandle>;
}
