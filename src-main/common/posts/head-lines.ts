/** One thing that a post says of itself in a line at its beginning: `Title: Hello`, `.. title: Hello`. */
export interface HeadLine {
  /** As it is spelled there. */
  key: string;
  /** Without blanks at its ends; the lines of a value over several lines are parted by line ends. */
  value: string;
}

/** What a post says of itself without front matter. */
export interface HeadLines {
  lines: HeadLine[];
  /** All before the first line: `<!--` with its line end, or nothing. */
  before: string;
  /** What each line begins with: `.. `, or the blanks before the key. */
  start: string;
  /** The line that closes the lines, where one does: `-->`. */
  after: string;
  /** Offset behind them. */
  end: number;
}

/**
 * Finds the lines with which posts of Pelican and others that read Markdown with “metadata” begin (`Title: Hello`), and
 * those of Nikola (`.. title: Hello`, in a comment of HTML or not). Undefined unless one of them is a title or a date,
 * since any text may begin with a word and a colon.
 *
 * Source: the extension `meta` of Python-Markdown, Nikola’s handbook (“Metadata fields”), and Frog, which indents them.
 */
export function findHeadLines(text: string): HeadLines | undefined {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const [before = ''] = /^(?:[ \t]*\r?\n)*(?:<!--[ \t]*\r?\n)?/.exec(text.slice(start, start + 200)) ?? [];
  const isComment = before.includes('<!--');
  const rest = text.slice(start + before.length, start + before.length + longestHead);
  const [, mark = ''] = /^((?:\.\. )?[ \t]*)/.exec(rest) ?? [];
  const isDirective = mark.startsWith('.. ');
  if (isComment && !isDirective) return undefined;
  const { lines, length } = linesIn(rest, isDirective);
  if (!lines.some(({ key }) => isKnown.test(key))) return undefined;
  const [closing = ''] = isComment ? (/^-->[ \t]*(?:\r?\n|$)/.exec(rest.slice(length)) ?? []) : [];
  return {
    lines,
    before: isComment ? before.trimStart() : '',
    start: mark,
    after: isComment ? '-->' : '',
    end: start + before.length + length + closing.length,
  };
}

/** Keys that no text begins with by chance. */
const isKnown = /^(?:title|date)$/i;

/** More text than this is no head. In UTF-16 code units. */
const longestHead = 16_384;

function linesIn(text: string, isDirective: boolean): { lines: HeadLine[]; length: number } {
  const lines: HeadLine[] = [];
  let length = 0;
  for (const [whole] of text.matchAll(/[^\n]*\n|[^\n]+/g)) {
    const line = whole.replace(/\r?\n$/, '');
    const match = (isDirective ? directive : colon).exec(line);
    const [, key, value = ''] = match ?? [];
    const last = lines.at(-1);
    if (key !== undefined) lines.push({ key, value: value.trim() });
    else if (last && !isDirective && /^(?: {4}|\t)[ \t]*\S/.test(line)) last.value += `\n${line.trim()}`;
    else break;
    length += whole.length;
  }
  return { lines, length };
}

const directive = /^\.\. ([\w-]+):(?:[ \t]+(.*)|[ \t]*)$/;
const colon = /^[ \t]{0,4}([A-Za-z][\w-]*):(?:[ \t]+(.*)|[ \t]*)$/;

/** Whether a post has a line with this key, however it is spelled. */
export function hasHeadLine(text: string, [name = '', ...below]: readonly string[]): boolean {
  const lines = below.length > 0 ? [] : (findHeadLines(text)?.lines ?? []);
  return lines.some(({ key }) => key.toLowerCase() === name.toLowerCase());
}

/**
 * Why a text cannot be given front matter: it says what it is in another way, which would then count no more and be
 * shown to readers. Undefined where nothing speaks against it.
 */
export function sayOwnHead(text: string): string | undefined {
  const head = findHeadLines(text);
  if (head) {
    const known = head.lines.find(({ key }) => isKnown.test(key))?.key ?? '';
    return `This post has no front matter: it says what it is in lines such as “${head.start.trimStart()}${known}:” at its beginning. Change them there, in the text.`;
  }
  return otherHeads.find(({ begins }) => begins.test(text))?.reason;
}

const otherHeads: readonly { begins: RegExp; reason: string }[] = [
  {
    // An MDX post: a block of front matter would be shown there, and hide that object.
    begins:
      /^\ufeff?(?:\s|import\b[^'"]*['"][^'"\n]*['"];?|\/\/[^\n]*\n)*export\s+const\s+(?:metadata|meta|frontmatter|frontMatter|post)\b[^={\n]*=\s*\{/,
    reason: 'This post has no front matter: it says what it is in an object. Change it there, in the text.',
  },
  {
    // An Org post: beside a block of front matter they count no more.
    begins: /^\ufeff?\s*#\+\w+(?:\[\])?:/,
    reason:
      'This post has no front matter: it says what it is in keywords such as “#+TITLE:”. Change them there, in the text.',
  },
  {
    // Cryogen's map of Clojure's.
    begins: /^\ufeff?\s*\{\s*:[a-z]/,
    reason: 'This post has no front matter: it says what it is in a map. Change it there, in the text.',
  },
  {
    // DocPad's fences, which are Markdown elsewhere.
    begins: /^\ufeff?(?:```|###)[ \t]*\r?\n[\w-]+:[ \t]/,
    reason: 'This post has front matter between other fences than “---”. Change it there, in the text.',
  },
  {
    // Bridgetown runs it.
    begins: /^\ufeff?\s*(?:~~~+|```+|###+) ?(?:<%|ruby\s*\n\s*front_matter\b)/,
    reason: 'The front matter of this post is a program. Change it there, in the text.',
  },
];
