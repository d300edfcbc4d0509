// Runs before the first paint, so that a chosen theme never flashes. The window keeps `galley.theme` up to date.
(() => {
  const root = document.documentElement;
  let theme = 'system';
  let face = 'mono';
  try {
    theme = localStorage.getItem('galley.theme') ?? theme;
    face = localStorage.getItem('galley.writing-face') ?? face;
  } catch {
    // Storage is refused in some browsers' private windows: the system's theme is right then.
  }
  const dark = theme === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
  root.dataset.theme = dark ? 'dark' : 'light';
  root.dataset.writingFace = face;
})();
