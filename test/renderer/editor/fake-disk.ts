import { createHash } from 'node:crypto';
import type { Client } from '../../../src-main/common/api/client.ts';
import type { EventName, Payload } from '../../../src-main/common/api/contract.ts';
import { AppError } from '../../../src-main/common/errors.ts';
import type { JournalEntry } from '../../../src-main/common/posts/kept-texts.ts';
import type { PostSource, PostSummary, SaveOutcome } from '../../../src-main/common/posts/post.ts';
import type { SiteSnippet } from '../../../src-main/common/site/snippets/snippet.ts';

/** A disk and a client over it, with the contract's promises: saves are refused where the file is another by now. */
export class FakeDisk {
  readonly files = new Map<string, string>();
  readonly saves: string[] = [];
  readonly reads: string[] = [];
  /** A file that was read only when it was opened may be written now. */
  writable = false;
  /** What the journal holds, and every call to it in order. */
  readonly journal = new Map<string, JournalEntry>();
  readonly journalCalls: string[] = [];
  /** Awaited before each call to the journal is done; replace it to hold or fail them. */
  beforeJournal: () => Promise<void> = async () => {};
  /** What the blog's generator expands. */
  snippets: readonly SiteSnippet[] = [];
  /** Awaited before each save is done; replace it to hold or fail saves. */
  beforeSave: () => Promise<void> = async () => {};
  /** Awaited after each save is done and before it is answered. */
  afterSave: () => Promise<void> = async () => {};
  readonly #listeners = new Set<(payload: { paths: string[] }) => void>();

  readonly client: Client = {
    call: (async (method: string, input: unknown) => this.#answer(method, input)) as Client['call'],
    listen: <E extends EventName>(event: E, listener: (payload: Payload<E>) => void) => {
      if (event !== 'posts.changed') return () => {};
      const heard = listener as (payload: { paths: string[] }) => void;
      this.#listeners.add(heard);
      return () => this.#listeners.delete(heard);
    },
    assetUrl: () => '',
  };

  constructor(files: Record<string, string>) {
    for (const [path, text] of Object.entries(files)) this.files.set(path, text);
  }

  /** Another program writes, or deletes where no text is given. */
  change(path: string, text: string | undefined, paths: string[] = [path]): void {
    if (text === undefined) this.files.delete(path);
    else this.files.set(path, text);
    this.tell(paths);
  }

  tell(paths: string[]): void {
    for (const listener of this.#listeners) listener({ paths });
  }

  read(path: string, readOnly = false): PostSource {
    const text = this.files.get(path);
    if (text === undefined) throw new AppError('post-missing');
    return { path, text, revision: revisionOf(text), readOnly, url: undefined, problems: [] };
  }

  async #answer(method: string, input: unknown): Promise<unknown> {
    switch (method) {
      case 'posts.read': {
        const { path } = input as { path: string };
        this.reads.push(path);
        return this.read(path);
      }
      case 'posts.findMoved': {
        const { text } = input as { text: string };
        return [...this.files].find(([, other]) => other === text)?.[0];
      }
      case 'posts.save':
        return this.#save(input as { path: string; text: string; basedOn?: string });
      case 'journal.read':
        return this.journal.get((input as { path: string }).path);
      case 'journal.keep':
      case 'journal.discard':
        return this.#keep(method, input as JournalEntry);
      case 'posts.create': {
        const { title } = input as { title: string };
        const path = `posts/${title.toLowerCase().replaceAll(' ', '-')}.md`;
        this.files.set(path, `---\ntitle: ${title}\n---\n`);
        return this.read(path);
      }
      case 'assets.pictures':
        return [{ path: 'static/img/red-kite.png', target: '/img/red-kite.png' }];
      case 'site.snippets':
        return this.snippets;
      case 'site.linkForm':
        return undefined;
      case 'posts.list':
        return [...this.files].map(([path, text]) => summaryOf(path, text));
      case 'posts.tags':
        return [
          { tag: 'wasm', posts: 5 },
          { tag: 'security', posts: 2 },
        ];
      default:
        throw new AppError('unknown-method');
    }
  }

  async #keep(method: 'journal.keep' | 'journal.discard', entry: JournalEntry): Promise<undefined> {
    await this.beforeJournal();
    this.journalCalls.push(method === 'journal.keep' ? `keep ${entry.text}` : 'discard');
    if (method === 'journal.discard') this.journal.delete(entry.path);
    else this.journal.set(entry.path, { ...entry, keptAt: '2025-01-01T10:00:00.000Z' });
    return undefined;
  }

  async #save(input: { path: string; text: string; basedOn?: string }): Promise<SaveOutcome> {
    await this.beforeSave();
    const found = this.files.get(input.path);
    if (found === undefined && input.basedOn !== undefined)
      return { kind: 'changed-on-disk', current: undefined };
    if (found !== undefined && revisionOf(found) !== input.basedOn)
      return { kind: 'changed-on-disk', current: this.read(input.path) };
    this.files.set(input.path, input.text);
    this.saves.push(input.text);
    this.tell([input.path]);
    await this.afterSave();
    return { kind: 'saved', revision: revisionOf(input.text) };
  }
}

function summaryOf(path: string, text: string): PostSummary {
  const title = /^title: (.*)$/m.exec(text)?.[1] ?? path;
  const slug = path.replace(/^.*\/|\.md$/g, '');
  return {
    path,
    title,
    slug,
    url: `/${slug}/`,
    collection: 'posts',
    date: undefined,
    description: '',
    tags: [],
    categories: [],
    visibility: 'public',
    words: undefined,
    problems: [],
  };
}

export function revisionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
