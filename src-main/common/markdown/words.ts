const ideograph =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const wordStart = /[\p{L}\p{N}]/u;
const wordPart = /[\p{M}'’_.-]/u;

/**
 * Counts the words of a Markdown body for people: code blocks, raw HTML, addresses and templates do not count, each
 * character of a script that is written without blanks (Chinese, Japanese, Thai) does.
 */
export function countWords(body: string): number {
  const text = prose(body);
  let count = 0;
  let isInside = false;
  for (let at = 0; at < text.length; at += 1) {
    let character = text.charCodeAt(at);
    // Half of a pair: the character that both make.
    if (character >= 0xd800 && character <= 0xdbff) {
      character = text.codePointAt(at) ?? character;
      if (character > 0xffff) at += 1;
    }
    const kind = kindOf(character);
    if (kind === whole || (kind === starts && !isInside)) count += 1;
    isInside = kind === starts || (isInside && kind === continues);
  }
  return count;
}

const unknown = 0;
const other = 1;
const starts = 2;
const continues = 3;
/** A character that is a word. */
const whole = 4;

/** Of each character below U+10000 that was met: asking the tables of Unicode again each time is most of the work. */
const kinds = new Uint8Array(0x1_0000);

function kindOf(character: number): number {
  const known = kinds[character];
  if (known !== undefined && known !== unknown) return known;
  const text = String.fromCodePoint(character);
  const kind = ideograph.test(text)
    ? whole
    : wordStart.test(text)
      ? starts
      : wordPart.test(text)
        ? continues
        : other;
  kinds[character] = kind;
  return kind;
}

function prose(body: string): string {
  const text = body.replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n(?:[\s\S]*?^ {0,3}\1[`~]*[ \t]*$|[\s\S]*$)/gm, ' ');
  const words = /<!--|\{[{%]/.test(text)
    ? text.replace(/<!--[\s\S]*?-->|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, ' ')
    : text;
  return (words.includes(']:') ? words.replace(/^ {0,3}\[[^\]\n]+\]:.*$/gm, ' ') : words).replace(
    /\]\([^)\n]*\)|<\/?[a-z][^>\n]*>|\bhttps?:\/\/[^\s)>]+/gi,
    ' ',
  );
}
