import { AppError } from '../../common/errors.ts';
import type { PostSource } from '../../common/posts/post.ts';
import type { CommandContext } from './command.ts';
import { postPath } from './post-path.ts';
import { oneLine } from './terminal.ts';

/**
 * The post that a person names.
 *
 * @throws AppError `post-missing` in words for somebody who has typed a path, and as `posts.read`
 */
export async function readPost(context: CommandContext, path: string): Promise<PostSource> {
  try {
    return await context.client.call('posts.read', { path: postPath(context, path) });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'post-missing') throw error;
    throw new AppError('post-missing', {
      message: `There is no such post: ${oneLine(path)}`,
      next: ['“galley list” shows the posts.'],
      cause: error,
    });
  }
}
