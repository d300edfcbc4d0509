import type * as v from 'valibot';

declare const resultType: unique symbol;

/** One operation of the contract: what it is for, the schema of its input, the type of its result. */
export interface Method<Input = unknown, Result = unknown> {
  description: string;
  input: v.GenericSchema<unknown, Input>;
  /** Carries the type only; never set. Wrapped, so that `undefined` stays part of it. */
  [resultType]?: { type: Result };
}

/** Declares an operation: `method(description, inputSchema).returns<ResultType>()`. */
export function method<Input>(description: string, input: v.GenericSchema<unknown, Input>) {
  return {
    returns: <Result>(): Method<Input, Result> => ({ description, input }),
  };
}

export type InputOf<M> = M extends Method<infer Input, unknown> ? Input : never;
export type ResultOf<M> = M extends { [resultType]?: { type: infer Result } } ? Result : never;

declare const payloadType: unique symbol;

/** One event of the contract. */
export interface EventDeclaration<Payload = unknown> {
  description: string;
  [payloadType]?: { type: Payload };
}

/** Declares an event: `event(description).carries<Payload>()`. */
export function event(description: string) {
  return { carries: <Payload>(): EventDeclaration<Payload> => ({ description }) };
}

export type PayloadOf<E> = E extends { [payloadType]?: { type: infer Payload } } ? Payload : never;
