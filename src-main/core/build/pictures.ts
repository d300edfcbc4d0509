import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MediaFile, makeForm } from './media.ts';
import type { OutputWriter } from './output-writer.ts';
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
      files.set(file, hash);
      if (old.get(file) !== hash) writer.copy(file, join(root, path));
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
    writer.copy(file, made ?? source);
    report(during, 'pictures', done + 1, wanted.length);
  }
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
