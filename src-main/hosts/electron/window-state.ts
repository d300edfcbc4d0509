import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BrowserWindow, type Rectangle, screen } from 'electron';
import * as v from 'valibot';

const stateSchema = v.object({
  x: v.number(),
  y: v.number(),
  width: v.pipe(v.number(), v.minValue(400)),
  height: v.pipe(v.number(), v.minValue(300)),
  maximized: v.boolean(),
});

/** Where and how large the window was, in the screen's own points. */
export type WindowState = v.InferOutput<typeof stateSchema>;

/** How the window was left; undefined at first, and where its place is on no screen any more. */
export function readWindowState(file: string): WindowState | undefined {
  const parsed = v.safeParse(stateSchema, readJson(file));
  return parsed.success && isOnScreen(parsed.output) ? parsed.output : undefined;
}

/** Writes the window's place down when it closes. A place that cannot be written is no reason not to close. */
export function rememberWindowState(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const state: WindowState = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(state));
    } catch {
      // The next start takes the usual size.
    }
  });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function isOnScreen(place: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const across =
      Math.min(place.x + place.width, workArea.x + workArea.width) - Math.max(place.x, workArea.x);
    const down =
      Math.min(place.y + place.height, workArea.y + workArea.height) - Math.max(place.y, workArea.y);
    return across >= 100 && down >= 100;
  });
}
