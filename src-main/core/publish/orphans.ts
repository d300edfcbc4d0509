import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { OrphanedPicture, PublishPlan } from '../../common/publish/publish.ts';
import type { Git } from '../git/git.ts';
import type { RepositoryStatus } from '../git/status.ts';
import type { PublishableSite } from './publishable-site.ts';

const picture = /\.(png|jpe?g|gif|webp|avif|svg|bmp|ico)$/i;

/** Posts whose earlier texts are looked through for pictures that they showed. */
const MOST_POSTS = 100;

/**
 * Pictures that no file of the blog names: new ones that would stay here, and published ones that a post of this plan has
 * shown until now. A name that stands anywhere in any text counts as used.
 */
export async function findOrphans(
  git: Git,
  site: PublishableSite,
  { status, plan }: { status: RepositoryStatus; plan: PublishPlan },
): Promise<OrphanedPicture[]> {
  const used = new Set(plan.changes.flatMap(({ assets }) => assets));
  const fresh = plan.changes.filter(
    ({ path, post, kind, committed }) =>
      !post && !committed && kind === 'new' && picture.test(path) && !used.has(path),
  );
  const candidates: OrphanedPicture[] = [
    ...fresh.map(({ path, revision }) => ({ path, why: 'new-and-unused' as const, revision })),
    ...(await formerlyShown(git, site, { status, plan })).map((path) => ({
      path,
      why: 'no-longer-used' as const,
      revision: undefined,
    })),
  ];
  const orphans: OrphanedPicture[] = [];
  for (const candidate of candidates) {
    if (!(await isNamed(git, candidate.path))) orphans.push(candidate);
  }
  return orphans;
}

/** Published pictures that the earlier texts of changed and deleted posts refer to. */
async function formerlyShown(
  git: Git,
  site: PublishableSite,
  { status, plan }: { status: RepositoryStatus; plan: PublishPlan },
): Promise<string[]> {
  const blobs = new Map(status.entries.map(({ path, headBlob }) => [path, headBlob]));
  const changed = new Set(status.entries.map(({ path }) => path));
  const found = new Set<string>();
  const posts = plan.changes.filter(({ post, kind, committed }) => post && !committed && kind !== 'new');
  for (const { path, previousPath } of posts.slice(0, MOST_POSTS)) {
    const blob = blobs.get(previousPath ?? path) ?? blobs.get(path);
    if (blob === undefined) continue;
    const text = (await git.readBytes(['cat-file', 'blob', blob]).catch(() => undefined))?.toString('utf8');
    if (text === undefined) continue;
    const assets = await site.assetsOf(previousPath ?? path, text).catch(() => []);
    for (const asset of assets) {
      const isThere = existsSync(join(git.location.workingTree, asset));
      if (picture.test(asset) && isThere && !changed.has(asset)) found.add(asset);
    }
  }
  return [...found].sort();
}

/** Whether any text of the working tree has the picture’s name, plain or as an address writes it. */
async function isNamed(git: Git, path: string): Promise<boolean> {
  const name = posix.basename(path);
  const forms = [...new Set([name, encodeURIComponent(name), encodeURI(name), name.normalize('NFD')])];
  const patterns = forms.flatMap((form) => ['-e', form]);
  const answer = await git.ask(['grep', '-I', '-l', '-F', '-i', '--untracked', ...patterns, '--', '.']);
  // 1 says that there is none; whatever else it says, the picture is left alone.
  return answer.exitCode !== 1;
}
