const sameYear = dayFormat({ day: 'numeric', month: 'short' });
const otherYear = dayFormat({ day: 'numeric', month: 'short', year: 'numeric' });
const full = dayFormat({ day: 'numeric', month: 'long', year: 'numeric' });

/** A post's date as the list shows it: the day that its file names, in no other time zone; the year where it is another. */
export function shortDay(date: string, today = new Date()): string {
  const day = dayOf(date);
  if (!day) return date;
  return (day.getFullYear() === today.getFullYear() ? sameYear : otherYear)(day);
}

/** The same in full words. */
export function longDay(date: string): string {
  const day = dayOf(date);
  return day ? full(day) : date;
}

/** The first format of a page takes some 10 ms to make: not before a date is shown. */
function dayFormat(options: Intl.DateTimeFormatOptions): (day: Date) => string {
  let format: Intl.DateTimeFormat | undefined;
  return (day) => {
    format ??= new Intl.DateTimeFormat(undefined, options);
    return format.format(day);
  };
}

/** The written day at this computer's midnight, so that no offset moves it to another day. */
function dayOf(date: string): Date | undefined {
  const found = /^(\d{4,})-(\d{2})-(\d{2})/.exec(date);
  if (!found) return undefined;
  const [, year, month, day] = found;
  return new Date(Number(year), Number(month) - 1, Number(day));
}

/** How long ago an instant was, in plain words: for recent blogs. */
export function sinceWords(instant: string, now = Date.now()): string {
  const minutes = Math.round((Date.parse(instant) - now) / 60_000);
  if (Number.isNaN(minutes)) return '';
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  if (minutes > -60) return words.format(minutes, 'minute');
  if (minutes > -60 * 24) return words.format(Math.round(minutes / 60), 'hour');
  if (minutes > -60 * 24 * 45) return words.format(Math.round(minutes / 60 / 24), 'day');
  return full(new Date(instant));
}
