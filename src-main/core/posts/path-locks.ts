/** Lets one action at a time at each path, in the order that they came. */
export interface PathLocks {
  /** Runs the action when all of these paths are free, and holds them until it ends. */
  hold<T>(paths: readonly string[], action: () => Promise<T>): Promise<T>;
}

/** Locks within this process. Other programs are met by comparing contents. */
export function createPathLocks(): PathLocks {
  const last = new Map<string, Promise<unknown>>();
  return {
    async hold(paths, action) {
      const unique = [...new Set(paths)];
      const before = unique.map((path) => last.get(path));
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      // Taken at once for all paths, so that two holders can never wait for each other.
      for (const path of unique) last.set(path, Promise.all([last.get(path), held]));
      const mine = unique.map((path) => [path, last.get(path)] as const);
      try {
        await Promise.all(before);
        return await action();
      } finally {
        release();
        for (const [path, promise] of mine) if (last.get(path) === promise) last.delete(path);
      }
    },
  };
}
