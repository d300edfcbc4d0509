// Answers every `import … from 'electron'` of this process with the stand-in that a test has put under this name.
const key = 'galley.electron-stand-in';
const address = 'stand-in:electron';

/** @type {string[]} */
let names = [];

/** @param {{ names: string[] }} data the names that the stand-in exports */
export function initialize(data) {
  names = data.names;
}

/** @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, next) {
  const isElectron = specifier === 'electron' || /\/node_modules\/electron\/index\.js$/.test(specifier);
  return isElectron ? { url: address, format: 'module', shortCircuit: true } : next(specifier, context);
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  if (url !== address) return next(url, context);
  const lines = names.map((name) => `export const ${name} = parts[${JSON.stringify(name)}];`);
  const source = `const parts = globalThis[Symbol.for(${JSON.stringify(key)})];\n${lines.join('\n')}`;
  return { format: 'module', shortCircuit: true, source };
}
