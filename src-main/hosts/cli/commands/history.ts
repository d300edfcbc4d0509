import { isVersionName } from '../../../common/api/contract.ts';
import { AppError } from '../../../common/errors.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { postPath } from '../post-path.ts';
import { readPost } from '../read-post.ts';
import { oneLine, styled } from '../terminal.ts';

/** `galley history`: earlier versions of a post, newest first. */
export async function history(context: CommandContext, path: string): Promise<CommandAnswer> {
  const versions = await context.client.call('posts.history', { path: postPath(context, path) });
  // A post that was deleted has its history; what has neither was mistyped.
  if (versions.length === 0) await readPost(context, path);
  return {
    json: () => versions.map((version) => ({ ...version, author: version.author ?? null })),
    text: (terminal) => [
      ...(versions.length === 0 ? ['There are no earlier versions of this post.'] : []),
      ...versions.map(({ commit, date, author, message, source }) => {
        const name = styled(terminal, 'yellow', source === 'git' ? commit.slice(0, 10) : commit);
        return `${name}  ${date}  ${oneLine([author, message.split('\n')[0]].filter(Boolean).join(': '))}`;
      }),
    ],
  };
}

/** `galley restore`: brings an earlier version back as an unpublished edit. */
export async function restore(
  context: CommandContext,
  path: string,
  version: string,
): Promise<CommandAnswer> {
  if (!isVersionName(version)) {
    throw new AppError('bad-input', {
      message: `This is no name of a version: ${oneLine(version)}`,
      next: ['Choose one of its history (galley history).'],
    });
  }
  const restored = await context.client.call('posts.restore', { path: postPath(context, path), version });
  return {
    json: () => restored,
    text: () => [`${oneLine(restored.path)} is as it was then. It is not published yet.`],
  };
}
