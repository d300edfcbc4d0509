import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergedText } from '../../../src-main/common/posts/merge-post.ts';
import { base, commitAll, POST, paragraphs, stateOf } from '../../helpers/parted.ts';
import { type Blog, blogOver, textOf } from '../../helpers/publishing.ts';
import { writeHook } from '../../helpers/remotes/hooks.ts';
import { git, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** A post that is edited here, in no commit, and published by somebody else meanwhile. */
function edited(ours: string, theirs: string): Blog & { kept: Map<string, string> } {
  const parent = temporaryFolder();
  const made = makeRepository(parent, { [POST]: base, 'notes.txt': 'one\n' });
  const kept = new Map<string, string>();
  const keepText = async (path: string, text: string) => {
    kept.set(path, text);
    return true;
  };
  const other = join(parent, 'other');
  git(parent, 'clone', '-q', made.remote, other);
  commitAll(other, { [POST]: theirs, 'new.txt': 'theirs\n' }, 'Theirs');
  git(other, 'push', '-q');
  writeFiles(made.tree, { [POST]: ours, 'notes.txt': 'loose\n' });
  return { ...blogOver(parent, made, { keepText }), kept };
}

describe('a post with edits in no commit that somebody else has published anew', () => {
  it('has both, as an edit, and the text of before is kept', async () => {
    const ours = base.replace('One.', 'Mine.');
    const blog = edited(ours, base.replace('Three.', 'Theirs.'));
    expect(await blog.bringIn()).toMatchObject({ kind: 'brought-in', paths: ['new.txt', POST] });
    expect(textOf(blog.tree, POST)).toBe(paragraphs('Mine.', 'Two.', 'Theirs.'));
    expect(blog.kept.get(POST)).toBe(ours);
    expect(git(blog.tree, 'status', '--porcelain')).toBe(` M notes.txt\n M ${POST}\n`);
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published', paths: [POST] });
    expect(git(blog.remote, 'show', `main:${POST}`)).toBe(paragraphs('Mine.', 'Two.', 'Theirs.'));
  });

  it('comes back as parts to decide where both changed one place, and nothing has changed', async () => {
    const ours = base.replace('Two.', 'Mine.');
    const blog = edited(ours, base.replace('Two.', 'Theirs.').replace('[a]', '[b]'));
    const before = stateOf(blog.tree);
    const outcome = await blog.bringIn();
    expect(outcome).toMatchObject({ kind: 'conflict', conflicts: [{ path: POST }] });
    expect(stateOf(blog.tree)).toEqual(before);

    const text = mergedText(outcome.conflicts?.[0]?.parts ?? [], () => 'both');
    expect(await blog.resolve([{ path: POST, text }])).toMatchObject({ kind: 'brought-in' });
    expect(textOf(blog.tree, POST)).toBe(text);
    expect(text).toMatch(/tags: \[b\](.|\n)*Mine\.\s+Theirs\./);
    expect(blog.kept.get(POST)).toBe(ours);
    expect(await blog.publishing.plan()).toMatchObject({ ahead: 0, behind: 0 });
    expect(readFileSync(join(blog.tree, 'notes.txt'), 'utf8')).toBe('loose\n');
  });

  it('is not decided where it was edited on since', async () => {
    const blog = edited(base.replace('Two.', 'Mine.'), base.replace('Two.', 'Theirs.'));
    await blog.bringIn();
    writeFiles(blog.tree, { [POST]: base.replace('Two.', 'Mine, later.') });
    const before = stateOf(blog.tree);
    expect(await blog.resolve([{ path: POST, text: 'decided\n' }])).toMatchObject({ kind: 'blocked' });
    expect(stateOf(blog.tree)).toEqual(before);
  });

  it('is as it was where another file is in the way of the rest', async () => {
    const blog = edited(base.replace('One.', 'Mine.'), base.replace('Three.', 'Theirs.'));
    writeFiles(blog.tree, { 'new.txt': 'mine\n' });
    const before = stateOf(blog.tree);
    expect(await blog.bringIn()).toMatchObject({ kind: 'conflict', paths: [] });
    expect(stateOf(blog.tree)).toEqual(before);
  });

  it('is as it was where git does not go forward', async () => {
    const blog = edited(base.replace('One.', 'Mine.'), base.replace('Three.', 'Theirs.'));
    writeHook(join(blog.tree, '.git'), 'reference-transaction', '[ "$1" = prepared ] && exit 1; exit 0');
    await blog.publishing.trust.grant();
    const text = textOf(blog.tree, POST);
    expect((await blog.bringIn()).kind).not.toBe('brought-in');
    expect(textOf(blog.tree, POST)).toBe(text);
  });
});
