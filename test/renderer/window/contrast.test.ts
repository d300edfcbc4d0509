import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../src-renderer/theme/tokens.css', import.meta.url), 'utf8');

const grounds = ['ground', 'surface', 'raised', 'sunken', 'hover', 'selected'];
const inks = ['ink', 'ink-soft', 'ink-quiet', 'accent', 'danger'];
const pairs = [
  ...grounds.flatMap((ground) => inks.map((ink) => [ink, ground] as const)),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['ink-dimmed', 'surface'],
  ['warning', 'surface'],
  ['warning', 'ground'],
  ['warning', 'selected'],
  ['ink', 'warning-soft'],
  ['ink-soft', 'warning-soft'],
  ['ink', 'pressed'],
  ['danger', 'danger-soft'],
  ['ink', 'added-soft'],
  ['ink', 'added-strong'],
  ['ink', 'removed-soft'],
  ['ink', 'removed-strong'],
  ['surface', 'ink'],
] as const;

describe.each(['light', 'dark'])('the %s theme', (theme) => {
  const colours = coloursOf(theme);
  it.each(pairs)('reads %s on %s well', (ink, ground) => {
    expect(contrast(colours.get(ink), colours.get(ground))).toBeGreaterThanOrEqual(4.5);
  });
  it('shows where a field ends', () => {
    expect(contrast(colours.get('outline'), colours.get('surface'))).toBeGreaterThanOrEqual(3);
  });
});

function coloursOf(theme: string): Map<string, string> {
  const block = new RegExp(`:root\\[data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** WCAG 2.2, “contrast ratio”. */
function contrast(a = '', b = ''): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
