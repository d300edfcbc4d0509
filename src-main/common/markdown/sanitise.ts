import sanitizeHtml, { type IOptions, type Tag } from 'sanitize-html';
import { unreachable } from '../unreachable.ts';
import { readTarget } from './targets.ts';

/** What of the render options concerns what may be shown. */
export interface SanitiserOptions {
  resolveImage?: ((target: string) => string | undefined) | undefined;
  resolveLink?: ((target: string) => string | undefined) | undefined;
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

const base: IOptions = {
  allowedTags: [...words(textTags), ...words(mediaTags), ...words(mathTags), 'input'],
  allowedAttributes: {
    '*': words('align class data-line dir id lang title'),
    a: ['href'],
    audio: words('controls loop muted src'),
    col: ['span', 'width'],
    colgroup: ['span'],
    data: ['value'],
    details: ['open'],
    font: ['color'],
    img: words('alt decoding height loading src width'),
    input: words('checked disabled type'),
    li: ['value'],
    ol: words('reversed start type'),
    source: words('src type'),
    td: words('colspan rowspan valign width'),
    th: words('colspan rowspan scope valign width'),
    time: ['datetime'],
    track: words('kind label src srclang'),
    video: words('controls height loop muted poster src width'),
    annotation: ['encoding'],
    math: words('display xmlns'),
    menclose: ['notation'],
    mfrac: ['linethickness'],
    mi: ['mathvariant'],
    mo: words(
      'fence form largeop lspace mathvariant maxsize minsize movablelimits rspace separator stretchy symmetric',
    ),
    mover: ['accent'],
    mpadded: words('depth height lspace voffset width'),
    mspace: words('height linebreak width'),
    mstyle: words('displaystyle mathbackground mathcolor mathsize mathvariant scriptlevel'),
    mtable: words('columnalign columnlines columnspacing rowlines rowspacing width'),
    mtd: ['columnalign'],
    mtext: ['mathvariant'],
    munder: ['accentunder'],
    munderover: words('accent accentunder'),
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  // Sources are judged one by one below; only links are left to this list.
  allowedSchemesAppliedToAttributes: ['href'],
  disallowedTagsMode: 'discard',
  // Their text is no text of the post.
  nonTextTags: words(
    'head iframe noembed noframes noscript object option plaintext script select style svg template textarea title xmp',
  ),
  parseStyleAttributes: false,
  nestingLimit: 200,
};

/** Makes the one wall between what a post says and what is shown: an allow-list of elements, attributes and addresses. */
export function createSanitiser(options: SanitiserOptions): (html: string) => string {
  const prefix = options.idPrefix ?? 'user-content-';
  const rules: IOptions = {
    ...base,
    transformTags: {
      '*': (tagName, attribs) => {
        if (attribs.id !== undefined) attribs.id = prefix + attribs.id;
        return { tagName, attribs };
      },
      a: (tagName, attribs) => ({ tagName, attribs: link(attribs) }),
      img: (_tagName, attribs) => picture(attribs),
      input: (tagName, attribs) => checkBox(tagName, attribs),
      iframe: (_tagName, attribs) => placeholder('embedded', 'Embedded page', attribs.src ?? ''),
      video: media,
      audio: media,
      source: media,
      track: media,
    },
  };
  return (html) => sanitizeHtml(html, rules);

  function link(attribs: Attributes): Attributes {
    const { href, ...others } = attribs;
    if (href === undefined) return others;
    const target = readTarget(href);
    switch (target.kind) {
      case 'fragment':
        return { ...others, href: `#${prefix}${target.id}` };
      case 'local':
        return { ...others, href: options.resolveLink?.(target.target) ?? href };
      case 'template':
        return { ...others, class: `${others.class ?? ''} template-link`.trim(), title: target.source };
      case 'remote':
        return { ...others, href: target.url };
      case 'foreign':
        return { ...others, href };
      case 'inline':
        return others;
      default:
        return unreachable(target);
    }
  }

  function picture(attribs: Attributes): Tag {
    const target = readTarget(attribs.src ?? '');
    const label = attribs.alt ?? '';
    switch (target.kind) {
      case 'remote':
        return options.remoteImages && /^https:/i.test(target.url)
          ? shown(target.url)
          : placeholder('remote', label, target.url);
      case 'inline':
        return shown(target.url);
      case 'local':
        return local(target.target);
      case 'template':
      case 'foreign':
        return placeholder('unknown', label, target.source);
      case 'fragment':
        return placeholder('unknown', label, `#${target.id}`);
      default:
        return unreachable(target);
    }

    function local(path: string): Tag {
      const url = options.resolveImage ? options.resolveImage(path) : attribs.src;
      return url === undefined || path === '' ? placeholder('missing', label, path) : shown(url);
    }

    function shown(src: string): Tag {
      return { tagName: 'img', attribs: { ...attribs, src, alt: label, loading: 'lazy', decoding: 'async' } };
    }
  }

  /** Sound and film of the site itself; those of others are never loaded, their address is not even written. */
  function media(tagName: string, attribs: Attributes): Tag {
    const { src, poster, ...others } = attribs;
    if (tagName === 'video' || tagName === 'audio') others.controls = '';
    return { tagName, attribs: { ...others, ...own('src', src), ...own('poster', poster) } };
  }

  function own(name: string, written: string | undefined): Attributes {
    const target = written === undefined ? undefined : readTarget(written);
    if (target?.kind !== 'local') return {};
    const url = options.resolveImage ? options.resolveImage(target.target) : written;
    return url === undefined ? {} : { [name]: url };
  }
}

type Attributes = Record<string, string>;

/** What stands where a picture or page is not shown: what it would be, and where it is. */
function placeholder(
  why: 'remote' | 'missing' | 'unknown' | 'embedded',
  label: string,
  address: string,
): Tag {
  const kind = {
    remote: 'Picture on another site',
    missing: 'Missing picture',
    unknown: 'Picture',
    embedded: '',
  }[why];
  const text = [kind, label, address.length > 300 ? `${address.slice(0, 300)}…` : address]
    .filter((part) => part !== '')
    .join(' · ');
  return { tagName: 'span', attribs: { class: `placeholder placeholder-${why}` }, text };
}

/** The boxes of task lists; every other field of a form goes. */
function checkBox(tagName: string, attribs: Attributes): Tag {
  if (attribs.type?.toLowerCase() !== 'checkbox') return { tagName: 'form-field', attribs: {} };
  const checked: Attributes = attribs.checked === undefined ? {} : { checked: '' };
  return { tagName, attribs: { type: 'checkbox', ...checked, disabled: '' } };
}
