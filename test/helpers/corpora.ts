import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { sharedFolder } from './shared.ts';

/** A real post of the reference blogs that may lie beside the project. */
export interface CorpusPost {
  /** `hexo-site/source/_posts/hello.md` */
  name: string;
  text: string;
}

/** Every post of every reference blog; nothing where they are missing. Files that are no UTF-8 are left out. */
export function corpusPosts(): CorpusPost[] {
  const corpora = sharedFolder('corpora');
  if (!corpora) return [];
  return readdirSync(corpora)
    .filter((name) => existsSync(join(corpora, name, '.corpus', 'meta.json')))
    .flatMap((name) => postsOf(join(corpora, name), name));
}

function postsOf(folder: string, name: string): CorpusPost[] {
  const meta = JSON.parse(readFileSync(join(folder, '.corpus', 'meta.json'), 'utf8')) as {
    post_regex: string;
  };
  const isPost = new RegExp(meta.post_regex);
  return filesUnder(folder)
    .map((file) => ({ file, path: relative(folder, file).split(sep).join('/') }))
    .filter(({ path }) => isPost.test(path))
    .flatMap(({ file, path }) => {
      const text = decoded(readFileSync(file));
      return text === undefined ? [] : [{ name: `${name}/${path}`, text }];
    });
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === '.corpus' || name === '.git') return [];
    const stat = lstatSync(path);
    if (stat.isDirectory()) return filesUnder(path);
    return stat.isFile() ? [path] : [];
  });
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
