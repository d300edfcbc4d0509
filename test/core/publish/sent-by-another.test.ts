import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Blog, makeBlog, tipOf } from '../../helpers/publishing.ts';
import { writeHook } from '../../helpers/remotes/hooks.ts';
import { git, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const POST = 'posts/first.md';

/** A blog whose own push is overtaken: these commands run when ours has spoken with the remote and not sent yet. */
function overtaken(commands: (blog: Blog, other: string) => string): Blog {
  const parent = temporaryFolder();
  const blog = makeBlog(parent);
  const other = join(parent, 'other');
  git(parent, 'clone', '-q', blog.remote, other);
  for (const [key, value] of [
    ['user.name', 'Another'],
    ['user.email', 'another@example.org'],
  ] as const)
    git(other, 'config', key, value);
  // Only the first push: the hook’s own has none.
  const once = `[ -n "$OVERTAKING" ] && exit 0; export OVERTAKING=1; unset GIT_DIR; ${commands(blog, other)}`;
  writeHook(join(blog.tree, '.git'), 'pre-push', once);
  writeFiles(blog.tree, { [POST]: '# Again\n' });
  return blog;
}

const sendIt = ({ remote }: Blog): string => `git push -q '${remote}' HEAD:main >&2 || exit 1`;

describe('a commit that somebody else sends while we do', () => {
  it('is published: the remote is asked, and has it', async () => {
    const blog = overtaken(sendIt);
    await blog.publishing.trust.grant();
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'published', verified: true, commit: tipOf(blog.remote) });
    expect(await blog.publishing.plan()).toMatchObject({ ahead: 0, behind: 0, changes: [] });
  });

  it('is published where the remote has gone on from it', async () => {
    const blog = overtaken(
      (blog, other) =>
        `${sendIt(blog)}; cd '${other}' && git pull -q >&2 && git commit -q --allow-empty -m Next && git push -q >&2`,
    );
    await blog.publishing.trust.grant();
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'published', verified: true });
    expect(outcome.commit).toBe(git(blog.remote, 'rev-parse', 'main~').trim());
    expect(await blog.publishing.plan()).toMatchObject({ ahead: 0, behind: 1 });
  });

  it('waits where the remote has gone on without it', async () => {
    const blog = overtaken(
      (_blog, other) => `cd '${other}' && git commit -q --allow-empty -m Next && git push -q >&2`,
    );
    await blog.publishing.trust.grant();
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'remote-is-ahead', verified: false });
    expect(await blog.publishing.plan()).toMatchObject({ ahead: 1 });
  });
});
