import './keys.css';

const onMac = /Mac|iPhone|iPad/.test(navigator.platform);
const arrows = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };
const macNames: Record<string, string> = {
  Mod: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Enter: '↩',
  Escape: 'esc',
  ...arrows,
};
const otherNames: Record<string, string> = { Mod: 'Ctrl', Escape: 'Esc', ...arrows };

/** A shortcut as the keyboard of this computer names it; written `Mod+Shift+Enter`. */
export function Keys({ keys }: { keys: string }) {
  return <kbd className="keys">{keysInWords(keys)}</kbd>;
}

/** The same as plain text, for hints and labels. */
export function keysInWords(keys: string): string {
  const names = keys.split('+').map((key) => (onMac ? macNames : otherNames)[key] ?? key);
  return names.join(onMac ? '' : ' ');
}
