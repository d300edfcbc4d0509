import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The small program that git and ssh start to ask something. */
export type AskpassProgram =
  /** A JavaScript file for Node, or for Electron as Node. */
  | { kind: 'script'; node: string; script: string; isElectron: boolean }
  /** The packaged program itself, which sees by its environment what it is to be. */
  | { kind: 'executable'; path: string };

/** Names the door to the running Galley, in the environment of git alone. */
export const doorVariable = 'GALLEY_ASKPASS';
/** Names the random word that opens it. */
export const tokenVariable = 'GALLEY_ASKPASS_TOKEN';

/**
 * The path that git is given: it starts an askpass without a shell, with the question as the only argument.
 *
 * @param folder of ours, for nobody else to write in
 */
export async function askpassCommand(program: AskpassProgram, folder: string): Promise<string> {
  if (program.kind === 'executable') return program.path;
  const { node, script, isElectron } = program;
  const path = join(folder, 'askpass.sh');
  const asNode = isElectron ? 'ELECTRON_RUN_AS_NODE=1 ' : '';
  await writeFile(path, `#!/bin/sh\n${asNode}exec ${quote(node)} ${quote(script)} "$@"\n`, { mode: 0o700 });
  await chmod(path, 0o700);
  return path;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
