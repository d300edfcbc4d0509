import { mergePost } from '../../common/posts/merge-post.ts';
import { findConflictMarkers } from '../../common/publish/conflict-markers.ts';
import type { PostConflict } from '../../common/publish/publish.ts';
import type { Git } from '../git/git.ts';
import type { MergedCommits, UnmergedFile } from '../git/merge-trees.ts';
import { type TreeFile, writeBlob } from '../git/write-tree.ts';
import type { PublishableSite } from './publishable-site.ts';

/** What became of the files that git could not merge. */
export interface SettledFiles {
  /** Merged by field and paragraph; undefined where the file goes, because both gave it another name. */
  settled: Map<string, TreeFile | undefined>;
  /** Left to the author. */
  open: OpenFile[];
  /** Not to be decided here: links, submodules, files that became folders. */
  undecidable: string[];
}

/** A file that the author decides on. */
export interface OpenFile {
  conflict: PostConflict;
  mode: string;
  /** What either side has, undefined where it has taken the file away. */
  sides: { ours: TreeFile | undefined; theirs: TreeFile | undefined };
}

/** Merges posts by field and paragraph where git, which merges by line, could not. */
export async function settleFiles(
  git: Git,
  site: PublishableSite,
  { files, commits }: { files: readonly UnmergedFile[]; commits: MergedCommits },
): Promise<SettledFiles> {
  const result: SettledFiles = { settled: new Map(), open: [], undecidable: [] };
  for (const file of files) {
    const texts = await readTexts(git, file);
    if (texts === 'not-here') result.undecidable.push(file.path);
    else if (texts === 'no-text') leaveWhole(result, file, commits);
    else await settle(git, result, { file, texts, isPost: site.isPost(file.path) });
  }
  return result;
}

/** Of what is no text, one version stays as it is. */
function leaveWhole(result: SettledFiles, file: UnmergedFile, versions: MergedCommits): void {
  const { path, ours, theirs } = file;
  if (file.ourName !== undefined) result.settled.set(file.ourName, undefined);
  const conflict: PostConflict = { path, removedBy: removerOf(file), parts: [], versions };
  result.open.push({ mode: modeOf(file), sides: { ours, theirs }, conflict });
}

function removerOf({ ours, theirs }: { ours: unknown; theirs: unknown }): PostConflict['removedBy'] {
  if (ours === undefined) return 'ours';
  return theirs === undefined ? 'theirs' : undefined;
}

interface Texts {
  base: string;
  /** Undefined where that side has taken the file away. */
  ours: string | undefined;
  theirs: string | undefined;
}

async function settle(
  git: Git,
  result: SettledFiles,
  { file, texts, isPost }: { file: UnmergedFile; texts: Texts; isPost: boolean },
): Promise<void> {
  const { path } = file;
  const { base, ours, theirs } = texts;
  const mode = modeOf(file);
  const sides = { ours: file.ours, theirs: file.theirs };
  // Readers know it by the name that was published first.
  if (file.ourName !== undefined) result.settled.set(file.ourName, undefined);
  if (ours === undefined || theirs === undefined) {
    result.open.push({ mode, sides, conflict: { path, removedBy: removerOf(texts), parts: [whole(texts)] } });
    return;
  }
  const merged = isPost ? mergePost(base, ours, theirs) : undefined;
  if (merged?.kind === 'merged') {
    result.settled.set(path, { mode, blob: await writeBlob(git, merged.text) });
    return;
  }
  result.open.push({
    mode,
    sides,
    conflict: { path, removedBy: undefined, parts: merged?.parts ?? [whole(texts)] },
  });
}

/** A mode that one side changed is that side's. */
function modeOf({ base, ours, theirs }: UnmergedFile): string {
  const [first, second] = [ours?.mode ?? theirs?.mode ?? '', theirs?.mode ?? ours?.mode ?? ''];
  return first === base?.mode ? second : first;
}

function whole({ base, ours = '', theirs = '' }: Texts): PostConflict['parts'][number] {
  const where = { kind: 'post' } as const;
  return { kind: 'conflict', base, ours, theirs, both: undefined, before: '', after: '', where };
}

async function readTexts(
  git: Git,
  { base, ours, theirs }: UnmergedFile,
): Promise<Texts | 'no-text' | 'not-here'> {
  // One side alone is only a conflict of texts where the other has taken the file away.
  if (!(ours && theirs) && !(base && (ours || theirs))) return 'not-here';
  const sides = [base, ours, theirs];
  if (sides.some((side) => side && !/^100(644|755)$/.test(side.mode))) return 'not-here';
  const texts = await Promise.all(sides.map((side) => side && readText(git, side.blob)));
  if (sides.some((side, at) => side && texts[at] === undefined)) return 'no-text';
  // Where several conflicts meet in one file, git itself has put marks into what it calls ours and theirs.
  if (texts.some((text) => text !== undefined && findConflictMarkers(text))) return 'not-here';
  return { base: texts[0] ?? '', ours: texts[1], theirs: texts[2] };
}

async function readText(git: Git, blob: string): Promise<string | undefined> {
  const bytes = await git.readBytes(['cat-file', 'blob', blob]);
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
