import type { MarkdownExit } from 'markdown-exit';

type Linkify = MarkdownExit['linkify'];
type Found = NonNullable<ReturnType<Linkify['matchAtStart']>>;

/** Characters of the longest address that becomes a link by itself. */
const longestAddress = 2048;
/** Characters before the `@` of a mail address. */
const longestMailName = 256;

/**
 * As GitHub does (https://github.github.com/gfm/#autolinks-extension-): `www.example.org`, `https://…` and mail addresses
 * become links, `example.org` and `main.rs` do not. Beyond that an address also ends where prose goes on: at a bracket that
 * was not opened in it, at quotes and marks of other scripts, and where a generator's own mark begins.
 */
export function autolinks(engine: MarkdownExit): void {
  const { linkify } = engine;
  linkify.pretest = (text) => /:\/\/|www\.|@/i.test(text);
  linkify.matchAtStart = (text) => {
    const [scheme] = /^(?:https?|ftp):\/\//i.exec(text) ?? [];
    return scheme === undefined ? null : (webAddress(text, 0, scheme) ?? null);
  };
  linkify.match = (text) => {
    const found = addressesIn(text);
    return found.length > 0 ? found : null;
  };
}

function addressesIn(text: string): Found[] {
  const found: Found[] = [];
  const begins = /(?<![a-z])(?:https?|ftp):\/\/|(?<=^|[\s*_~(])www\.|@/gi;
  for (let begin = begins.exec(text); begin; begin = begins.exec(text)) {
    const [written] = begin;
    const last = found.at(-1)?.lastIndex ?? 0;
    const address =
      written === '@' ? mailAddress(text, begin.index, last) : webAddress(text, begin.index, written);
    if (!address) continue;
    found.push(address);
    begins.lastIndex = address.lastIndex;
  }
  return found;
}

/** @param begin what was found at `index`: a scheme, or `www.` */
function webAddress(text: string, index: number, begin: string): Found | undefined {
  const isBare = /^www\./i.test(begin);
  const rest = text.slice(index, index + longestAddress);
  const domainFrom = isBare ? 0 : begin.length;
  if (!isDomain(/^[\p{L}\p{N}_.-]*/u.exec(rest.slice(domainFrom))?.[0] ?? '')) return undefined;
  const address = withoutEnd(rest.slice(0, endOfAddress(rest)));
  const url = isBare ? `http://${address}` : address;
  if (address.length <= begin.length || !leadsSomewhere(url)) return undefined;
  return link(index, address, isBare ? '' : begin.slice(0, -2), url);
}

/** Whether a browser can follow it: `http://256.256` and `https://a.org:port` it cannot. */
function leadsSomewhere(url: string): boolean {
  try {
    return new URL(url).host !== '';
  } catch {
    return false;
  }
}

/** No underscore in its last two parts, and something in front of the first dot. */
function isDomain(written: string): boolean {
  const parts = written.replace(/\.+$/, '').split('.');
  return parts[0] !== '' && !parts.slice(-2).some((part) => part.includes('_'));
}

/** White space, a tag, what other scripts close a clause with, a generator's mark, or a bracket never opened. */
function endOfAddress(text: string): number {
  const stop = /[\s<。，、；：！？「」『』（）【】《》“”„‘’‚«»‹›]|\{[{%]/.exec(text)?.index ?? text.length;
  let open = 0;
  for (let at = 0; at < stop; at += 1) {
    if (text[at] === '[') open += 1;
    else if (text[at] === ']' && --open < 0) return at;
  }
  return stop;
}

/** Without the marks that belong to the sentence: full stops, emphasis, an entity, a bracket closed too often. */
function withoutEnd(address: string): string {
  let end = address.length;
  let unopened = address.split(')').length - address.split('(').length;
  for (;;) {
    const last = address[end - 1] ?? '';
    if (last === ')') {
      if (unopened <= 0) break;
      unopened -= 1;
      end -= 1;
    } else if (last === ';') end -= /&[a-z\d]+;$/i.exec(address.slice(0, end))?.[0].length ?? 1;
    else if (/[?!.,:*_~'"]/.test(last)) end -= 1;
    else break;
  }
  return address.slice(0, end);
}

/** @param from where the text begins that belongs to no address yet */
function mailAddress(text: string, at: number, from: number): Found | undefined {
  const before = text.slice(Math.max(from, at - longestMailName), at);
  const [name] = /(?:mailto:)?[\w.+-]+$/i.exec(before) ?? [];
  const [domain] = /^[\w-]+(?:\.[\w-]+)+/.exec(text.slice(at + 1, at + 1 + longestMailName)) ?? [];
  if (name === undefined || domain === undefined || !/[a-z]$/i.test(domain)) return undefined;
  const index = at - name.length;
  if (text[index - 1] === '/') return undefined;
  const address = `${name}@${domain}`;
  return link(index, address, 'mailto:', /^mailto:/i.test(address) ? address : `mailto:${address}`);
}

function link(index: number, text: string, schema: string, url: string): Found {
  return { schema, index, lastIndex: index + text.length, raw: text, text, url };
}
