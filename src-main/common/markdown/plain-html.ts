/**
 * The usual HTML of Markdown: elements that are closed in order, attributes in double quotes, nothing that a parser has to put
 * right. A parser reads it as it stands, so its pieces can be judged without one.
 */

/** Says how a start tag is written; undefined leaves the whole text to the parser. */
type WriteTag = (name: string, attributes: Record<string, string>) => string | undefined;

const words = (list: string): string[] => list.split(' ');

const inline = new Set(words('a br code del em img input s span strong sub sup'));
const blocks = new Set(words('blockquote div h1 h2 h3 h4 h5 h6 hr li ol p pre ul'));
/** Whatever else these stand in, a parser could move or close them. */
const parents: Readonly<Record<string, ReadonlySet<string>>> = {
  table: new Set(['', 'blockquote', 'div', 'li']),
  thead: new Set(['table']),
  tbody: new Set(['table']),
  tr: new Set(['thead', 'tbody']),
  th: new Set(['tr']),
  td: new Set(['tr']),
};
const voids = new Set(words('br hr img input'));
/** These are always judged. Of the others a class is kept as it is. */
const judged = new Set(words('a img input'));
/** A block in one of these ends it. */
const closedByBlocks = new Set(words('p h1 h2 h3 h4 h5 h6'));
const deepest = 100;

const piece = /<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"&<>]*")*)>|[^<>&]+|&(amp|lt|gt|quot);/y;
const attribute = / ([a-z-]+)="([^"]*)"/g;
const onlyClass = /^ class="[^"]*"$/;

/**
 * What the sanitiser makes of HTML, where that can be said without a parser; undefined where it cannot.
 *
 * @param write gives the start tag of an allowed element with its allowed attributes
 */
export function cleanPlainHtml(html: string, write: WriteTag): string | undefined {
  const open: string[] = [];
  let result = '';
  /** Up to here the result is made; what follows is the same as in the source so far. */
  let done = 0;
  piece.lastIndex = 0;
  for (let at = 0; at < html.length; at = piece.lastIndex) {
    const match = piece.exec(html);
    if (!match) return undefined;
    const [, slash, name, attributes = '', entity] = match;
    // In a text a quote needs no escape.
    let written = entity === 'quot' ? '"' : undefined;
    if (name !== undefined && slash === '/') {
      if (attributes !== '' || open.pop() !== name) return undefined;
    } else if (name !== undefined) {
      if (open.length > deepest || !mayStand(name, open.at(-1) ?? '')) return undefined;
      if (!voids.has(name)) open.push(name);
      if (judged.has(name) || (attributes !== '' && !onlyClass.test(attributes))) {
        const pairs = attributesOf(attributes);
        written = pairs && write(name, pairs);
        if (written === undefined) return undefined;
      }
    }
    if (written !== undefined) {
      result += html.slice(done, at) + written;
      done = piece.lastIndex;
    }
  }
  if (open.length > 0) return undefined;
  return done === 0 ? html : result + html.slice(done);
}

function mayStand(name: string, parent: string): boolean {
  if (inline.has(name)) return name !== 'a' || parent !== 'a';
  if (Object.hasOwn(parents, name)) return parents[name]?.has(parent) ?? false;
  return blocks.has(name) && !closedByBlocks.has(parent) && !(name === 'li' && parent === 'li');
}

function attributesOf(text: string): Record<string, string> | undefined {
  const result: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(attribute)) {
    if (Object.hasOwn(result, name)) return undefined;
    result[name] = value;
  }
  return result;
}
