/** Says that the window could not be put together, in the page itself: what would draw it is what is missing. */
export function sayThatPartIsMissing(error: unknown): void {
  const place = document.getElementById('window');
  if (!place) return;
  const words = document.createElement('p');
  words.setAttribute('role', 'alert');
  words.textContent =
    'A part of Galley’s window could not be loaded. Your files are safe. Load it again; if that does not help, start Galley again.';
  const again = document.createElement('button');
  again.type = 'button';
  again.textContent = 'Load it again';
  again.addEventListener('click', () => location.reload());
  const page = document.createElement('main');
  page.append(words, again);
  place.replaceChildren(page);
  throw error;
}
