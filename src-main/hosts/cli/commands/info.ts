import { AppError } from '../../../common/errors.ts';
import { siteCorrectionSchema } from '../../../common/site/correction.ts';
import type { ConventionName, SiteInfo } from '../../../common/site/site.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { postPath } from '../post-path.ts';
import { oneLine, styled } from '../terminal.ts';

export interface InfoCommandOptions {
  convention?: string;
  posts?: string[];
  forget?: boolean;
}

/** `galley info`: what this blog is, once it is said what it is. */
export async function info(
  context: CommandContext,
  { convention, posts, forget }: InfoCommandOptions,
): Promise<CommandAnswer> {
  const { client, site } = context;
  if (forget) await client.call('site.correct', {});
  else if (convention !== undefined || posts !== undefined)
    await client.call('site.correct', {
      convention: conventionNamed(convention),
      posts: posts?.map((folder) => postPath(context, folder) || '.'),
    });
  const current = (await client.call('site.current')) ?? site;
  return {
    json: () => toJson(current),
    text: (terminal) => [
      styled(terminal, 'bold', oneLine(current.name)),
      `Kind        ${current.convention}`,
      ...current.evidence.map((sentence) => `            ${oneLine(sentence)}`),
      `Folder      ${current.root}`,
      ...current.collections.map(
        ({ kind, folder, posts, drafts }) =>
          `${title(kind).padEnd(11)} ${oneLine(folder)}: ${posts}${drafts ? `, ${drafts} of them drafts` : ''}`,
      ),
      `Addresses   ${current.permalink ?? 'as the generator has them'}`,
      `Git         ${describeGit(current.git)}`,
    ],
  };
}

function conventionNamed(name: string | undefined): ConventionName | undefined {
  const known = siteCorrectionSchema.entries.convention.wrapped.options;
  const found = known.find((one) => one === name?.toLowerCase());
  if (found === undefined && name !== undefined)
    throw new AppError('bad-input', {
      message: `Galley knows no convention “${name}”.`,
      next: [`Say one of ${known.join(', ')}.`],
    });
  return found;
}

function toJson(site: SiteInfo) {
  const { convention, evidence, collections, frontMatter, permalink, git } = site;
  return {
    convention,
    evidence,
    site: site.site,
    collections: collections.map(({ folder, site, kind, posts, drafts }) => ({
      folder,
      site,
      kind,
      posts,
      drafts,
    })),
    frontMatter,
    permalink: permalink ?? null,
    git: git
      ? {
          branch: git.branch ?? null,
          remote: git.remote ?? null,
          ahead: git.ahead ?? null,
          behind: git.behind ?? null,
          state: git.state,
        }
      : null,
  };
}

function describeGit(git: SiteInfo['git']): string {
  if (!git) return 'none: it can be written, not published';
  const place = [git.branch, git.remote && `to ${git.remote}`].filter(Boolean).join(' ');
  const counts = [git.ahead && `${git.ahead} to push`, git.behind && `${git.behind} to bring in`];
  return [place, git.state, ...counts].filter(Boolean).join(', ');
}

function title(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
