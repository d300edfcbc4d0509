import type { Settings } from '../../src-main/common/settings.ts';

/** The settings that show on the whole window. */
type Look = Pick<Settings, 'theme' | 'writingFace' | 'lineWidth'>;

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
let current: Look | undefined;

systemIsDark.addEventListener('change', () => {
  if (current) show(current);
});

/** Shows the chosen theme and writing face, and keeps them for `theme.js`, which runs before the next first paint. */
export function applyTheme(settings: Look): void {
  current = settings;
  show(settings);
  try {
    localStorage.setItem('galley.theme', settings.theme);
    localStorage.setItem('galley.writing-face', settings.writingFace);
  } catch {
    // Storage is refused: the settings still hold the choice, only the first paint may differ.
  }
}

function show({ theme, writingFace, lineWidth }: Look): void {
  const root = document.documentElement;
  const dark = theme === 'system' ? systemIsDark.matches : theme === 'dark';
  root.dataset.theme = dark ? 'dark' : 'light';
  root.dataset.writingFace = writingFace;
  root.dataset.lineWidth = lineWidth;
}
