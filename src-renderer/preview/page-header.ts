import { readTarget } from '../../src-main/common/markdown/targets.ts';

/** What stands above a post's body. */
export interface PageHeader {
  title?: string | undefined;
  /** ISO 8601; only its day is shown. */
  date?: string | undefined;
  hero?: { target: string; alt: string } | undefined;
}

/** What the picture at the head needs of the preview. */
export interface HeroOptions {
  remoteImages: boolean;
  /** Address from which the frame can load a file of the site. */
  assetUrl(target: string): string;
}

/** Shows title, day and picture of a post above its body, as a reader would see them. */
export function showPageHeader(page: Element, { title, date, hero }: PageHeader, options: HeroOptions): void {
  const header = page.querySelector('.page-header') ?? makeHeader(page);
  showLine(header, 'h1', 'page-title', title);
  showLine(header, 'time', 'page-date', date && day(date));
  showHero(header, hero, options);
}

function makeHeader(page: Element): Element {
  const header = page.ownerDocument.createElement('header');
  header.className = 'page-header';
  page.prepend(header);
  return header;
}

function showLine(header: Element, tag: 'h1' | 'time', className: string, text: string | undefined): void {
  let element = header.querySelector(`.${className}`);
  if (!text) {
    element?.remove();
    return;
  }
  if (!element) {
    element = header.ownerDocument.createElement(tag);
    element.className = className;
    if (tag === 'h1') element.setAttribute('dir', 'auto');
    if (tag === 'h1') header.prepend(element);
    else header.append(element);
  }
  if (element.textContent !== text) element.textContent = text;
}

function showHero(header: Element, hero: PageHeader['hero'], options: HeroOptions): void {
  const shown = header.querySelector<HTMLElement>('.page-hero');
  const address = hero && heroAddress(hero.target, options);
  if (!hero || !address) {
    shown?.remove();
    return;
  }
  const state = JSON.stringify([hero, address]);
  if (shown?.dataset.shows === state) return;
  const { ownerDocument } = header;
  const element = ownerDocument.createElement('p');
  element.className = 'page-hero';
  element.dataset.shows = state;
  if (address.kind === 'held') {
    const label = ownerDocument.createElement('span');
    label.className = 'placeholder placeholder-remote';
    label.textContent = ['Picture on another site', hero.alt, address.url].filter(Boolean).join(' · ');
    element.append(label);
  } else {
    const image = ownerDocument.createElement('img');
    image.alt = hero.alt;
    image.src = address.url;
    element.append(image);
  }
  shown?.remove();
  header.append(element);
}

/** Where the picture is loaded from; pictures of other sites wait until they are asked for. */
function heroAddress(
  written: string,
  { remoteImages, assetUrl }: HeroOptions,
): { kind: 'shown' | 'held'; url: string } | undefined {
  const target = readTarget(written);
  switch (target.kind) {
    case 'local':
      return { kind: 'shown', url: assetUrl(target.written) };
    case 'inline':
      return { kind: 'shown', url: target.url };
    case 'remote':
      return { kind: remoteImages && /^https:/i.test(target.url) ? 'shown' : 'held', url: target.url };
    default:
      return undefined;
  }
}

/** The day as written, in the reader's words: a date's offset never moves it to the day before. */
function day(date: string): string {
  const [, year, month, dayOfMonth] = /^(\d{4})-(\d{2})-(\d{2})/.exec(date) ?? [];
  if (!year) return date;
  const instant = Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth));
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeZone: 'UTC' }).format(instant);
}
