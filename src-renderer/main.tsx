import { startWindow } from './app/start-window.tsx';
import { connectHost } from './bridge/connect.ts';

startWindow(connectHost());
