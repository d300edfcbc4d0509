/** Makes the compiler prove that every case of a union was handled; loud if a value from outside breaks that. */
export function unreachable(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
