/**
 * The line (1-based) at which an unresolved merge begins, with all three of its marks in order, each at the start of a line;
 * undefined where there is none.
 */
export function findConflictMarkers(text: string): number | undefined {
  let began: number | undefined;
  let isDivided = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (/^<{7}( |\r?$)/.test(line)) {
      began = index + 1;
      isDivided = false;
    } else if (began !== undefined && /^={7}\r?$/.test(line)) isDivided = true;
    else if (isDivided && /^>{7}( |\r?$)/.test(line)) return began;
  }
  return undefined;
}
