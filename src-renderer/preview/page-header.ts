/** Shows title and day of a post above its body, as a reader would see them. */
export function showPageHeader(
  page: Element,
  { title, date }: { title?: string | undefined; date?: string | undefined },
): void {
  const header = page.querySelector('.page-header') ?? makeHeader(page);
  showLine(header, 'h1', 'page-title', title);
  showLine(header, 'p', 'page-date', date && day(date));
}

function makeHeader(page: Element): Element {
  const header = page.ownerDocument.createElement('header');
  header.className = 'page-header';
  page.prepend(header);
  return header;
}

function showLine(header: Element, tag: 'h1' | 'p', className: string, text: string | undefined): void {
  let element = header.querySelector(`.${className}`);
  if (!text) {
    element?.remove();
    return;
  }
  if (!element) {
    element = header.ownerDocument.createElement(tag);
    element.className = className;
    if (tag === 'h1') header.prepend(element);
    else header.append(element);
  }
  if (element.textContent !== text) element.textContent = text;
}

/** The day as written, in the reader's words: a date's offset never moves it to the day before. */
function day(date: string): string {
  const [, year, month, dayOfMonth] = /^(\d{4})-(\d{2})-(\d{2})/.exec(date) ?? [];
  if (!year) return date;
  const instant = Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth));
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeZone: 'UTC' }).format(instant);
}
