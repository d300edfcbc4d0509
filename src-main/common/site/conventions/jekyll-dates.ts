import { readDate } from '../../posts/dates.ts';
import { isPlainDayAt } from '../../posts/plain-day.ts';

/** What Ruby's `Time.parse` reads of a date, in a form that `readDate` knows; as it is where it is no date to Ruby either. */
export function dateInRuby(written: string): string {
  // What nearly all posts have.
  if (written.length === 10 && isPlainDayAt(written, 0)) return written;
  const text = rolledOver(forms.reduce((form, [pattern, usual]) => form.replace(pattern, usual), written));
  return usualTime.test(text) || readDate(text) !== undefined ? text : (withoutRest(text) ?? text);
}

const usualTime = /^\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?(?: [-+]\d{4})?$/;

/** Days without dashes, as half Europe writes them, with the month by its name; hours alone. */
const forms: readonly [RegExp, string][] = [
  [/^(\d{4})(\d\d)(\d\d)(?!\d)/, '$1-$2-$3'],
  [/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(?:(\d\d))?$/, '$1-$2-$3 $4:$5'],
  [/^(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)?(?!\d)/, '$1T$2:$3'],
  [/^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)/, '$3-$2-$1'],
  [/^([0-6]\d)-(\d{1,2}-\d{1,2})(?!\d)/, '20$1-$2'],
  [/^([7-9]\d|69)-(\d{1,2}-\d{1,2})(?!\d)/, '19$1-$2'],
  [/^(\d{4})[- ]([a-z]{3,9})[- ](\d{1,2})(?!\d)/i, '$2 $3, $1'],
  [/^([a-z]{3,9})-(\d{1,2})-(\d{4})(?!\d)/i, '$1 $2, $3'],
  [/^([a-z]{3,9}) (\d{4})$/i, '$1 1, $2'],
  [/ (\d{1,2})h(\d\d)$/, ' $1:$2'],
  [/ (\d{1,2}) ?([ap]m)$/i, ' $1:00 $2'],
];

/** To Ruby, 30 February is 1 March, and 24 o'clock the midnight of the next day. */
function rolledOver(written: string): string {
  const [, year, month, day, clock = ''] =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)([T ]24:00(?::00)?)?/.exec(written) ?? [];
  const isOrdinary = Number(day) <= 28 && clock === '';
  if (year === undefined || isOrdinary || Number(month) < 1 || Number(month) > 12 || Number(day) > 31)
    return written;
  const real = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day) + (clock === '' ? 0 : 1)));
  if (real.getUTCDate() === Number(day)) return written;
  const midnight = clock.replace('24', '00');
  return written.replace(/^\d+-\d+-\d+(?:[T ]24:00(?::00)?)?/, real.toISOString().slice(0, 10) + midnight);
}

/** The day and the time of a text that says more; without seconds, which only a time in UTC has where no zone is given. */
function withoutRest(text: string): string | undefined {
  const [, day, rest = ''] = /^(\d{4}-\d{1,2}-\d{1,2})(?!\d)(.*)$/s.exec(text) ?? [];
  if (day === undefined) return undefined;
  const clock = /\d{1,2}:\d\d(?:(?::\d\d)? ?[ap]m)?/i.exec(rest)?.[0];
  return clock === undefined ? day : `${day} ${clock}`;
}
