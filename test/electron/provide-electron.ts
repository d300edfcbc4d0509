import { register } from 'node:module';
import type { StandIn } from './stand-in.ts';

/** From here on `electron` is the stand-in, for everything that this process imports. One stand-in a process. */
export function provideElectron({ module }: StandIn): void {
  Object.assign(globalThis, { [Symbol.for('galley.electron-stand-in')]: module });
  register('./electron-hook.mjs', import.meta.url, { data: { names: Object.keys(module) } });
}
