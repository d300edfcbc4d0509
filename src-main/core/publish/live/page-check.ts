import type { PublishedPost } from '../../../common/publish/live.ts';
import type { Ask, WebAnswer } from './guarded-fetch.ts';

/** What was last seen of one page, to ask only whether it has changed. */
export interface PageMemory {
  etag?: string | undefined;
  lastModified?: string | undefined;
}

/** Whether the page is as it was published; milliseconds to wait, where the server asks for it. */
export interface PageSight {
  there: boolean;
  wait: number | undefined;
}

/**
 * Looks at one page: whether it is there at all, and then whether it has what was published. A page that has not
 * changed since the last look is not sent again.
 */
export async function lookAtPage(
  ask: Ask,
  { url, post, memory }: { url: string; post: PublishedPost; memory: PageMemory },
  signal: AbortSignal,
): Promise<PageSight> {
  const head = await ask(url, { method: 'HEAD', signal });
  const wait = retryAfter(head);
  if (wait !== undefined && head.status >= 400 && head.status !== 404 && head.status !== 410)
    return { there: false, wait };
  if (post.kind === 'gone') return { there: head.status === 404 || head.status === 410, wait };
  // A server that takes no HEAD is asked in full.
  if (head.status !== 200 && head.status !== 405 && head.status !== 501) return { there: false, wait };
  if (head.status === 200 && isSame(head, memory)) return { there: false, wait };
  const page = await ask(url, { method: 'GET', headers: condition(memory), signal });
  if (page.status === 304) return { there: false, wait };
  memory.etag = page.headers.get('etag');
  memory.lastModified = page.headers.get('last-modified');
  return { there: page.status === 200 && shows(page.text, post), wait: retryAfter(page) ?? wait };
}

function isSame({ headers }: WebAnswer, memory: PageMemory): boolean {
  const etag = headers.get('etag');
  if (etag !== undefined && memory.etag !== undefined) return etag === memory.etag;
  const modified = headers.get('last-modified');
  return etag === undefined && modified !== undefined && modified === memory.lastModified;
}

function condition({ etag, lastModified }: PageMemory): Record<string, string> {
  return {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
    'cache-control': 'no-cache',
  };
}

/** Milliseconds; a date or seconds. Source: RFC 9110, 10.2.3. */
export function retryAfter({ headers }: WebAnswer, now = Date.now()): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** A new post shows its title; a changed one what is new in it, as far as that can be told. */
function shows(html: string, { title, newWords, kind }: PublishedPost): boolean {
  const text = plainText(html);
  const has = (words: string): boolean => text.includes(plainWords(words));
  if (kind === 'changed' && newWords.length > 0) return newWords.every(has);
  return has(title);
}

/** The words of a page, without marks, punctuation that generators make finer, and case. */
function plainText(html: string): string {
  return plainWords(
    html
      .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ')
      .replace(/<[^>]*>/g, '')
      .replace(/&#(\d+);/g, (_, code: string) => character(Number(code)))
      .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => character(Number.parseInt(code, 16)))
      .replace(/&[a-z]+;/gi, ' '),
  );
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
}

function plainWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
