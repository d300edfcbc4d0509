import type { Handlers, MethodName } from '../../common/api/contract.ts';

/** The methods of the contract that begin with one of these names, such as `posts`. */
export type HandlersOf<Area extends string> = {
  [M in MethodName as M extends `${Area}.${string}` ? M : never]: Handlers[M];
};
