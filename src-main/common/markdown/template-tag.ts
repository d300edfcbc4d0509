/** What a generator's tag says: Hugo's `{{< figure src="a.png" >}}`, Liquid's `{% include a.html %}`, Zola's `{{ youtube(id="x") }}`. */
export interface TemplateTag {
  /**
   * `shortcode` is Hugo's, `tag` is that of Liquid, Nunjucks, Hexo and Zola, `call` is Zola's and Nunjucks' `{{ name(…) }}`.
   */
  form: 'shortcode' | 'tag' | 'call';
  /** In lower case; of a closing tag the name of what it closes, empty for Zola's `{% end %}`. */
  name: string;
  closes: boolean;
  /** Whether it stands for itself: `{{< x />}}`. */
  isWhole: boolean;
  positional: string[];
  named: Readonly<Record<string, string>>;
  /** What follows the name, as written. */
  rest: string;
}

/** Reads a tag from its braces to its braces; undefined for what is none, such as `{{ page.title }}`. */
export function readTemplateTag(source: string): TemplateTag | undefined {
  if (/^\{\{[<%]/.test(source)) return readShortcode(source.slice(3, -3));
  if (source.startsWith('{{')) return readCall(source.slice(2, -2));
  return source.startsWith('{%') ? readTag(source.slice(2, -2)) : undefined;
}

function readShortcode(inside: string): TemplateTag | undefined {
  let text = trimmed(inside);
  const closes = text.startsWith('/');
  const isWhole = text.endsWith('/');
  text = text.slice(closes ? 1 : 0, isWhole ? -1 : undefined).trim();
  const name = /^[\w./-]+(?!\S)/.exec(text)?.[0];
  return name === undefined
    ? undefined
    : made('shortcode', { name, closes, isWhole, rest: text.slice(name.length) });
}

function readCall(inside: string): TemplateTag | undefined {
  const text = trimmed(inside);
  const name = /^[\w:]+(?=\()/.exec(text)?.[0];
  return name === undefined || !text.endsWith(')')
    ? undefined
    : made('call', { name, closes: false, isWhole: true, rest: text.slice(name.length) });
}

function readTag(inside: string): TemplateTag | undefined {
  const text = trimmed(inside);
  const word = /^[\w-]+/.exec(text)?.[0];
  if (word === undefined) return undefined;
  const closes = /^end/i.test(word);
  const name = closes ? word.slice(3).replace(/^_/, '') : word;
  return made('tag', { name, closes, isWhole: false, rest: text.slice(word.length) });
}

/** Without blanks and the marks that take the blanks around a tag away. */
function trimmed(inside: string): string {
  const begin = /^[-~]/.test(inside) ? 1 : 0;
  const end = inside.length > begin && /[-~]$/.test(inside) ? -1 : undefined;
  return inside.slice(begin, end).trim();
}

type Head = Pick<TemplateTag, 'name' | 'closes' | 'isWhole' | 'rest'>;

function made(form: TemplateTag['form'], head: Head): TemplateTag {
  const rest = head.rest.trim();
  const inside = rest.startsWith('(') && rest.endsWith(')') ? rest.slice(1, -1) : rest;
  return { form, ...head, name: head.name.toLowerCase(), rest, ...readWords(inside) };
}

/** Values with a name, `a="b"`, in Hexo also `lang:js`, and those without one. */
const word =
  /(?:([\w-]+)\s*=\s*|(lang|line_number|line_threshold|highlight|first_line|mark|wrap|caption):)?(?:"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|`([^`]*)`|([^\s,"'`][^\s,]*))/g;

function readWords(text: string): Pick<TemplateTag, 'positional' | 'named'> {
  const positional: string[] = [];
  const named: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [, name, option, double, single, back, bare] of text.matchAll(word)) {
    const quoted = double ?? single;
    const value = quoted === undefined ? (back ?? bare ?? '') : quoted.replace(/\\(["'\\])/g, '$1');
    const key = name ?? option;
    if (key === undefined) positional.push(value);
    else named[key.toLowerCase()] = value;
  }
  return { positional, named };
}
