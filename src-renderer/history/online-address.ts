import type { WindowState } from '../app/window-state.ts';

/**
 * Where readers find the open post; undefined where they do not, or where nobody has said at which address the site is.
 */
export function onlineAddress({
  site,
  posts,
  plan,
  openPost,
}: Pick<WindowState, 'site' | 'posts' | 'plan' | 'openPost'>): string | undefined {
  const post = posts?.find(({ path }) => path === openPost);
  if (!site?.address || post?.url === undefined || post.visibility !== 'public') return undefined;
  // Where git cannot say what is online, nothing is promised.
  if (
    plan?.upstream === undefined ||
    plan.changes.some(({ path, kind }) => path === openPost && kind !== 'changed')
  )
    return undefined;
  return site.address.replace(/\/$/, '') + post.url;
}
