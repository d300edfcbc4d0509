import { Parser } from 'htmlparser2';
import { unreachable } from '../unreachable.ts';
import type { ResolveReference } from './expansions.ts';
import { cleanPlainHtml } from './plain-html.ts';
import { readTarget } from './targets.ts';
import { readReference, withoutAssetTag } from './template-reference.ts';

/** What of the render options concerns what may be shown. */
export interface SanitiserOptions {
  resolveImage?: ((target: string) => string | undefined) | undefined;
  resolveLink?: ((target: string) => string | undefined) | undefined;
  resolveReference?: ResolveReference | undefined;
  remoteImages: boolean;
  idPrefix?: string;
}

const textTags = `a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup data dd del
  details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark
  nav ol p picture pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th
  thead time tr tt u ul var wbr`;

const mediaTags = 'audio video source track';

/** What KaTeX writes, without the elements that could hold HTML again or refer to something. */
const mathTags = `math semantics annotation menclose merror mfrac mi mn mo mover mpadded mphantom mroot mrow ms mspace
  msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover`;

const words = (list: string): string[] => list.trim().split(/\s+/);

const allowedTags = new Set(words(`${textTags} ${mediaTags} ${mathTags}`));

/** These may stand on any element. */
const commonAttributes = new Set(words('align class dir lang title'));

const ownAttributes: Record<string, string> = {
  annotation: 'encoding',
  audio: 'loop muted',
  col: 'span width',
  colgroup: 'span',
  data: 'value',
  details: 'open',
  font: 'color',
  img: 'alt height width',
  li: 'value',
  math: 'display xmlns',
  menclose: 'notation',
  mfrac: 'linethickness',
  mi: 'mathvariant',
  mo: 'fence form largeop lspace mathvariant maxsize minsize movablelimits rspace separator stretchy symmetric',
  mover: 'accent',
  mpadded: 'depth height lspace voffset width',
  mspace: 'height linebreak width',
  mstyle: 'displaystyle mathbackground mathcolor mathsize mathvariant scriptlevel',
  mtable: 'columnalign columnlines columnspacing rowlines rowspacing width',
  mtd: 'columnalign',
  mtext: 'mathvariant',
  munder: 'accentunder',
  munderover: 'accent accentunder',
  ol: 'reversed start type',
  source: 'type',
  td: 'colspan rowspan valign width',
  th: 'colspan rowspan scope valign width',
  time: 'datetime',
  track: 'kind label srclang',
  video: 'height loop muted width',
};

const attributesOf = new Map(
  Object.entries(ownAttributes).map(([name, list]) => [name, new Set(words(list))]),
);

const voidTags = new Set(words('br col hr img input source track wbr'));

/** What is in these is no text of the post, so it goes with them. All other unknown elements leave their text. */
const mutedTags = new Set(
  words(
    'embed frameset head iframe noembed noframes noscript object plaintext script select style svg template textarea title xmp',
  ),
);

const otherTags = new Set(
  words(
    'base body button canvas dialog fieldset form head html label legend link meta meter nobr optgroup option output param progress slot svg search',
  ),
);

/** Whether an element of this name is HTML's own; names of components are not. */
export function isHtmlElement(name: string): boolean {
  const lower = name.toLowerCase();
  // A name with capitals and small letters is a component's, whatever it sounds like.
  if (/[A-Z]/.test(name) && /[a-z]/.test(name)) return false;
  return allowedTags.has(lower) || mutedTags.has(lower) || otherTags.has(lower);
}

/** Elements nested deeper than this are flattened: nobody writes them, and browsers do the same somewhat later. */
const deepest = 200;

type Attributes = Record<string, string>;

/** An element as it is shown: allowed name, judged attributes. */
interface Shown {
  name: string;
  attributes: Attributes;
  /** Instead of what was in it. */
  text?: string;
}

/**
 * Makes the one wall between what a post says and what is shown: an allow-list of elements, attributes and addresses.
 * The HTML is read and written anew, so that whatever comes out is well formed: each text escaped, each attribute
 * quoted, each element closed, and none among them whose content a browser would read as anything but HTML.
 */
export function createSanitiser(
  options: SanitiserOptions & {
    /** Off only where a test compares the two ways. */
    quickly?: boolean;
  },
): (html: string) => string {
  const judge = createJudge(options);
  const write = (name: string, attributes: Attributes): string | undefined => {
    const shown = judge(name, attributes);
    return shown?.name === name && shown.text === undefined ? startTag(shown) : undefined;
  };
  const quick = options.quickly !== false;
  return (html) => (quick ? cleanPlainHtml(html, write) : undefined) ?? throughParser(html);

  function throughParser(html: string): string {
    let result = '';
    /** The source's name of each open element, and the name it was written with; undefined for one left out. */
    const open: { source: string; written: string | undefined }[] = [];
    let mutedAt: number | undefined;

    const parser = new Parser({
      onopentag(source, attributes) {
        const shown = mutedAt !== undefined || open.length > deepest ? undefined : judge(source, attributes);
        open.push({ source, written: shown?.name });
        if (shown) result += startTag(shown);
        if (mutedAt === undefined && (mutedTags.has(source) || shown?.text !== undefined))
          mutedAt = open.length;
      },
      ontext(text) {
        if (mutedAt === undefined) result += escapeText(text);
      },
      onclosetag(source) {
        if (open.at(-1)?.source === source) close();
      },
    });
    parser.end(html);
    while (open.length > 0) close();
    return result;

    function close(): void {
      if (mutedAt === open.length) mutedAt = undefined;
      const name = open.pop()?.written;
      if (name !== undefined && !voidTags.has(name)) result += `</${name}>`;
    }
  }
}

function startTag({ name, attributes, text }: Shown): string {
  let tag = `<${name}`;
  for (const key in attributes) tag += ` ${key}="${escapeAttribute(attributes[key] ?? '')}"`;
  return `${tag}>${text === undefined ? '' : escapeText(text)}`;
}

function escapeText(text: string): string {
  return /[&<>]/.test(text)
    ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    : text;
}

function escapeAttribute(text: string): string {
  return /[&<>"]/.test(text) ? escapeText(text).replaceAll('"', '&quot;') : text;
}

/** Says how an element is shown, undefined for one that is left out. */
function createJudge(options: SanitiserOptions): (name: string, attributes: Attributes) => Shown | undefined {
  const prefix = options.idPrefix ?? 'user-content-';

  return (name, attributes) => {
    switch (name) {
      case 'a':
        return { name, attributes: { ...kept(name, withId(attributes)), ...link(attributes.href) } };
      case 'img':
        return picture(attributes);
      case 'iframe':
        return placeholder('embedded', '', attributes.src ?? '');
      case 'input':
        return checkBox(attributes);
      case 'audio':
      case 'video':
        return { name, attributes: { ...kept(name, attributes), ...files(attributes), controls: '' } };
      case 'source':
      case 'track':
        return { name, attributes: { ...kept(name, attributes), ...files(attributes) } };
      default:
        return allowedTags.has(name) ? { name, attributes: kept(name, attributes) } : undefined;
    }
  };

  function kept(name: string, attributes: Attributes): Attributes {
    const own = attributesOf.get(name);
    const result: Attributes = {};
    for (const key in attributes) {
      const value = attributes[key] ?? '';
      if (commonAttributes.has(key) || own?.has(key)) result[key] = value;
      else if (key === 'id' && value !== '') result.id = prefix + value;
      else if (key === 'data-line' && /^\d+$/.test(value)) result[key] = value;
    }
    return result;
  }

  /** Old posts say by `<a name="place">` what links of theirs lead to. */
  function withId(attributes: Attributes): Attributes {
    return attributes.name && !attributes.id ? { ...attributes, id: attributes.name } : attributes;
  }

  function link(href: string | undefined): Attributes {
    if (href === undefined) return {};
    const post = addressOfPost(href);
    if (post !== undefined) return { href: post };
    const target = readTarget(href);
    switch (target.kind) {
      case 'fragment':
        return { href: `#${prefix}${target.id}` };
      case 'local':
        return { href: resolvedLink(target.path, target.written) ?? target.written };
      case 'remote':
      case 'contact':
        return { href: target.url };
      case 'template':
        return { class: 'template-link', title: target.source };
      case 'inline':
      case 'foreign':
        return {};
      default:
        return unreachable(target);
    }
  }

  function resolvedLink(path: string, written: string): string | undefined {
    const url = path.startsWith('@/')
      ? options.resolveReference?.('content-path', path.slice(2))?.url
      : options.resolveLink?.(written);
    return url !== undefined && readTarget(url).kind !== 'foreign' ? url : undefined;
  }

  /** A post's address where the link's target is a generator's way to name the post. */
  function addressOfPost(href: string): string | undefined {
    if (!options.resolveReference || !/\{[{%]|%7B/i.test(href)) return undefined;
    const reference = readReference(href);
    const url = reference && options.resolveReference(reference.kind, reference.target)?.url;
    return url !== undefined && readTarget(url).kind !== 'foreign' ? url : undefined;
  }

  function picture(attributes: Attributes): Shown {
    const target = readTarget(withoutAssetTag(attributes.src ?? ''));
    const label = attributes.alt ?? '';
    switch (target.kind) {
      case 'remote':
        return options.remoteImages && /^https:/i.test(target.url)
          ? shown(target.url)
          : placeholder('remote', label, target.url);
      case 'inline':
        return shown(target.url);
      case 'local': {
        const url = fileOf(target);
        return url === undefined ? placeholder('missing', label, target.path) : shown(url);
      }
      case 'template':
      case 'foreign':
        return placeholder('unknown', label, target.source);
      case 'contact':
        return placeholder('unknown', label, target.url);
      case 'fragment':
        return placeholder('unknown', label, `#${target.id}`);
      default:
        return unreachable(target);
    }

    function shown(src: string): Shown {
      const rest = kept('img', attributes);
      // What is written into its address is there at once and need not be waited for.
      const how: Attributes = src.startsWith('data:')
        ? { decoding: 'sync' }
        : { loading: 'lazy', decoding: 'async' };
      return { name: 'img', attributes: { src, ...rest, alt: label, ...how } };
    }
  }

  /** Sound and film of the site itself; those of others are never loaded, their address is not even written. */
  function files(attributes: Attributes): Attributes {
    const result: Attributes = {};
    for (const key of ['src', 'poster']) {
      const target = attributes[key] === undefined ? undefined : readTarget(attributes[key]);
      const url = target?.kind === 'local' ? fileOf(target) : undefined;
      if (url !== undefined) result[key] = url;
    }
    return result;
  }

  function fileOf({ path, written }: { path: string; written: string }): string | undefined {
    if (path === '') return undefined;
    return options.resolveImage ? options.resolveImage(written) : written;
  }
}

/** What stands where a picture or page is not shown: what it would be, and where it is. */
function placeholder(
  why: 'remote' | 'missing' | 'unknown' | 'embedded',
  label: string,
  address: string,
): Shown {
  const kinds = {
    remote: 'Picture on another site',
    missing: 'Missing picture',
    unknown: 'Picture',
    embedded: 'Embedded page',
  };
  const where = address.length > 300 ? `${address.slice(0, 300)}…` : address;
  const text = [kinds[why], label, where].filter((part) => part !== '').join(' · ');
  return { name: 'span', attributes: { class: `placeholder placeholder-${why}` }, text };
}

/** The boxes of task lists; every other field of a form goes. */
function checkBox(attributes: Attributes): Shown | undefined {
  if (attributes.type?.toLowerCase() !== 'checkbox') return undefined;
  const checked: Attributes = attributes.checked === undefined ? {} : { checked: '' };
  return { name: 'input', attributes: { type: 'checkbox', ...checked, disabled: '' } };
}
