/** When something was, as one says it: the time of day, with the day where that is another one. */
export function momentOf(instant: string): string {
  const date = new Date(instant);
  const time = date.toLocaleTimeString([], { timeStyle: 'short' });
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? time : `${date.toLocaleDateString([], { day: 'numeric', month: 'long' })}, ${time}`;
}
