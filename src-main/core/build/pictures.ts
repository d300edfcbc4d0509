import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeablePicture, publicPicture, publicPictureKey } from '../assets/public-picture.ts';
import { type MediaFile, makeForm } from './media.ts';
import { explained, type OutputWriter } from './output-writer.ts';
import { BuildCancelled } from './render-pool.ts';
import { type Build, report } from './run-build.ts';

/** Copies the files that posts show and makes the smaller forms of pictures, each once for as long as the picture stays. */
export async function makePictures({
  build,
  media,
  files,
  writer,
}: {
  build: Build;
  media: ReadonlySet<MediaFile>;
  files: Map<string, string>;
  writer: OutputWriter;
}): Promise<void> {
  const { options, output, during } = build;
  const { root } = options.site;
  const cache = join(options.home.cache, 'pictures');
  const old = output.files();
  const wanted: { file: string; hash: string; path: string; width: number }[] = [];
  for (const { path, hash, file, picture } of media) {
    // What is copied with its folder is there already.
    if (!files.has(file)) {
      const key = publishedKey(path, hash);
      files.set(file, key);
      if (old.get(file) !== key) await publishFile(writer, file, join(root, path));
    }
    for (const form of picture?.forms ?? []) {
      if (files.has(form.file)) continue;
      files.set(form.file, hash);
      if (old.get(form.file) !== hash) wanted.push({ file: form.file, hash, path, width: form.width });
    }
  }
  report(during, 'pictures', 0, wanted.length);
  for (const [done, { file, hash, path, width }] of wanted.entries()) {
    if (during.signal?.aborted) throw new BuildCancelled();
    const source = join(root, path);
    const made = await cachedForm(cache, { source, hash, width });
    // What cannot be made smaller is shown as it is: browsers look at the bytes, not at the name.
    if (made === undefined) await publishFile(writer, file, source);
    else writer.copy(file, made);
    report(during, 'pictures', done + 1, wanted.length);
  }
}

/** What a file of the blog is on the site, as the list of its files has it. @param hash of the file in the blog */
export function publishedKey(path: string, hash: string): string {
  return placeablePicture.test(path) ? `${hash} ${publicPictureKey}` : hash;
}

/** Copies a file of the blog into the site; pictures go without the place where they were taken. @param from absolute path */
export async function publishFile(writer: OutputWriter, file: string, from: string): Promise<void> {
  if (!placeablePicture.test(from)) return writer.copy(file, from);
  const bytes = explained(() => readFileSync(from));
  const bare = await publicPicture(bytes);
  if (bare === bytes) writer.copy(file, from);
  else writer.write(file, bare);
}

async function cachedForm(
  cache: string,
  { source, hash, width }: { source: string; hash: string; width: number },
): Promise<string | undefined> {
  const path = join(cache, `${hash}-${width}.webp`);
  if (existsSync(path)) return path;
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const bytes = await makeForm(source, width);
    mkdirSync(cache, { recursive: true });
    writeFileSync(temporary, bytes);
    renameSync(temporary, path);
    return path;
  } catch {
    if (existsSync(temporary)) unlinkSync(temporary);
    return undefined;
  }
}
