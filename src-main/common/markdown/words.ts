const ideographs =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/gu;

/**
 * Counts the words of a Markdown body for people: code blocks, raw HTML, addresses and templates do not count, each
 * character of a script that is written without blanks (Chinese, Japanese, Thai) does.
 */
export function countWords(body: string): number {
  const text = prose(body);
  const characters = text.match(ideographs)?.length ?? 0;
  const words = text.replace(ideographs, ' ').match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’_.-]*/gu)?.length ?? 0;
  return characters + words;
}

function prose(body: string): string {
  return body
    .replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n(?:[\s\S]*?^ {0,3}\1[`~]*[ \t]*$|[\s\S]*$)/gm, ' ')
    .replace(/<!--[\s\S]*?-->|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, ' ')
    .replace(/^ {0,3}\[[^\]\n]+\]:.*$/gm, ' ')
    .replace(/\]\([^)\n]*\)|<\/?[a-z][^>\n]*>|\bhttps?:\/\/[^\s)>]+/gi, ' ');
}
