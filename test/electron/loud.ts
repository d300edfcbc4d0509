/** Wraps a part of the stand-in, so that asking for anything it lacks is an error with a name and not `undefined`. */
export function loud<T extends object>(name: string, part: T): T {
  return new Proxy(part, {
    get(target, key, receiver) {
      const isQuiet = typeof key === 'symbol' || key === 'then' || key in target;
      if (isQuiet) return Reflect.get(target, key, receiver);
      throw new Error(`The stand-in for Electron has no ${name}.${key}: add it to test/electron.`);
    },
  });
}
