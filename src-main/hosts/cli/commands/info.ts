import type { SiteInfo } from '../../../common/site/site.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { oneLine, styled } from '../terminal.ts';

/** `galley info`: what this blog is. */
export async function info({ client, site }: CommandContext): Promise<CommandAnswer> {
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
