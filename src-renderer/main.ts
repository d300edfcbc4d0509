import { answersInPage } from './bridge/answers-in-page.ts';
import { askAhead } from './bridge/ask-ahead.ts';
import { connectHost } from './bridge/connect.ts';
import { sayThatPartIsMissing } from './missing-part.ts';

// This script is small: it asks the program while the window's own script, preloaded beside it, is fetched and compiled.
const given = answersInPage();
const bridge = askAhead(connectHost(given?.since), given?.answers);
untilParsed()
  .then(() => import('./app/start-window.tsx'))
  .then(({ startWindow }) => startWindow(bridge))
  .catch(sayThatPartIsMissing);

/** The libraries, scripts of the page too, have run by then, each as a task of its own. */
function untilParsed(): Promise<void> {
  return new Promise((resolve) => {
    if (document.readyState === 'complete') resolve();
    else document.addEventListener('DOMContentLoaded', () => resolve(), { once: true });
  });
}
