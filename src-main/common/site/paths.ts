/** Paths here are relative, with `/`, and `.` for the folder itself: pure text, no file system. */

/** `join('.', 'a')` is `a`, `join('a', '.')` is `a`; `..` is not followed. */
export function join(...parts: string[]): string {
  const names = parts.flatMap((part) => part.split('/')).filter((name) => name !== '' && name !== '.');
  return names.length === 0 ? '.' : names.join('/');
}

/** Resolves `.` and `..`; undefined where the path leads out of the root. */
export function normalise(path: string): string | undefined {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..' && names.pop() === undefined) return undefined;
    if (name !== '' && name !== '.' && name !== '..') names.push(name);
  }
  return names.join('/') || '.';
}

/** An address from the root, as browsers resolve `.` and `..`: nothing is above the root. */
export function resolveAddress(path: string): string {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}

/** The folder of a path; `.` for a name alone. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end === -1 ? '.' : path.slice(0, end);
}

/** The last name of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The last name without its extension. */
export function stemOf(path: string): string {
  const name = nameOf(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** The extension in lower case, with its dot; empty where there is none. */
export function extensionOf(path: string): string {
  const name = nameOf(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot).toLowerCase() : '';
}

/** Whether the path is the folder or lies in it. */
export function isIn(folder: string, path: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

/** The path as seen from a folder that it may lie outside of: `../blog/a.md` from `website`. */
export function seenFrom(folder: string, path: string): string {
  if (isIn(folder, path)) return within(folder, path);
  const names = path.split('/');
  const own = folder.split('/');
  const shared = own.findIndex((name, index) => name !== names[index]);
  return [...own.slice(shared).map(() => '..'), ...names.slice(shared)].join('/');
}

/** The path as seen from the folder that it lies in. */
export function within(folder: string, path: string): string {
  if (folder === '.') return path;
  return path === folder ? '.' : path.slice(folder.length + 1);
}
