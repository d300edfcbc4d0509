/** What nearly all dates of posts are, told and counted without a pattern: there are as many as posts. */

/** Whether a day stands there as `2024-05-01`: one that its month has in every year. */
export function isPlainDayAt(text: string, at: number): boolean {
  if (text.charCodeAt(at + 4) !== dash || text.charCodeAt(at + 7) !== dash) return false;
  const century = twoDigitsAt(text, at);
  const year = twoDigitsAt(text, at + 2);
  const month = twoDigitsAt(text, at + 5);
  const day = twoDigitsAt(text, at + 8);
  return (
    century >= 0 && year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= (lastDays[month] as number)
  );
}

/** Midnight in UTC of a day that `isPlainDayAt` has accepted, in milliseconds since 1970. */
export function instantOfPlainDay(text: string): number {
  const month = twoDigitsAt(text, 5);
  // Counted from March on, leap days are last: Howard Hinnant, “chrono-Compatible Low-Level Date Algorithms”.
  const year = 100 * twoDigitsAt(text, 0) + twoDigitsAt(text, 2) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const ofEra = year - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + twoDigitsAt(text, 8) - 1;
  const days = ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear;
  return (era * 146_097 + days - 719_468) * 86_400_000;
}

const dash = 0x2d;

/** Of each month from the first on, in a year that is no leap year. */
const lastDays = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Negative where there are no two digits. */
function twoDigitsAt(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : -1;
}
