/** A character that Unicode promises never to be one: it stands for a brace that begins no template. */
const standIn = '\uFDD0';
const encodedStandIn = '%EF%B7%90';

const begins = /\{%[-~]?\s*(?:raw|verbatim)\s*[-~]?%\}/g;
const ends = /\{%[-~]?\s*end(?:raw|verbatim)\s*[-~]?%\}/g;
const code =
  /^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]*[ \t]*$|$(?![\s\S]))|(`+)(?!`)[^\n]*?[^`\n]\2(?!`)/gm;

/**
 * Takes the marks of `{% raw %}…{% endraw %}` away and lets the braces between them be plain characters. Lines keep their
 * numbers. Generators that read Liquid before Markdown do so in code as well.
 */
export function hideRawTemplates(body: string, { inCode }: { inCode: boolean }): string {
  if (!/\{%[-~]?\s*(?:raw|verbatim)/.test(body)) return body;
  if (inCode) return hide(body);
  let result = '';
  let from = 0;
  for (const { 0: found, index } of body.matchAll(code)) {
    result += hide(body.slice(from, index)) + found;
    from = index + found.length;
  }
  return result + hide(body.slice(from));
}

function hide(text: string): string {
  let result = '';
  let from = 0;
  for (;;) {
    begins.lastIndex = from;
    const begin = begins.exec(text);
    if (!begin) break;
    ends.lastIndex = begins.lastIndex;
    const end = ends.exec(text);
    if (!end) break;
    const inside = text.slice(begins.lastIndex, end.index);
    result += text.slice(from, begin.index) + inside.replaceAll('{', standIn);
    from = ends.lastIndex;
  }
  return result + text.slice(from);
}

/** Puts the braces back into finished HTML. */
export function showRawTemplates(html: string): string {
  return html.includes(standIn) || html.includes(encodedStandIn)
    ? html.replaceAll(standIn, '{').replaceAll(encodedStandIn, '%7B')
    : html;
}
