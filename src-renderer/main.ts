import { askAhead } from './bridge/ask-ahead.ts';
import { connectHost } from './bridge/connect.ts';
import { sayThatPartIsMissing } from './missing-part.ts';

// This script is small: it asks the program while the window's own script, preloaded beside it, is fetched and compiled.
const bridge = askAhead(connectHost());
import('./app/start-window.tsx').then(({ startWindow }) => startWindow(bridge), sayThatPartIsMissing);
