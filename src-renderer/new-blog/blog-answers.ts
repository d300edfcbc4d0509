import type { NewBlog, SiteWay } from '../../src-main/common/new-blog/new-blog.ts';
import type { NewBlogProposal } from '../../src-main/common/new-blog/proposal.ts';
import { slugify } from '../../src-main/common/posts/slug.ts';
import { checkRemoteAddress } from '../../src-main/common/publish/remote-address.ts';

/** What was typed and chosen; undefined where the proposal still stands. */
export interface BlogAnswers {
  title: string;
  author: string | undefined;
  email: string;
  description: string;
  look: string | undefined;
  folder: string | undefined;
  where: 'later' | 'address' | 'bare';
  address: string;
  bare: string;
  site: SiteWay;
}

/** Before anything was typed. */
export const emptyAnswers: BlogAnswers = {
  title: '',
  author: undefined,
  email: '',
  description: '',
  look: undefined,
  folder: undefined,
  where: 'later',
  address: '',
  bare: '',
  site: 'branch',
};

/** The one thing to do next before the blog can be made, as a sentence; undefined where nothing is missing. */
export function whatIsMissing(answers: BlogAnswers, proposal: NewBlogProposal): string | undefined {
  if (answers.title.trim() === '') return 'Give the blog a name.';
  if ((answers.author ?? proposal.author ?? '').trim() === '') return 'Say who writes it.';
  if (proposal.needsEmail && !/^[^\s@]+@[^\s@]+$/.test(answers.email.trim()))
    return 'Git needs a mail address.';
  const { folder = proposal.parent } = answers;
  if (!isFromRoot(folder)) return `Name the folder from its beginning, such as ${proposal.parent}blog.`;
  if (answers.where === 'address') {
    const check = checkRemoteAddress(answers.address);
    if (!check.ok) return check.message;
  }
  if (answers.where === 'bare') {
    if (answers.bare.trim() === '') return 'Name the folder to publish to.';
    if (!isFromRoot(answers.bare)) return 'Name the folder to publish to from its beginning.';
  }
  return undefined;
}

/** Whether a path says where it lies: from the root, a drive, a share or the home folder. */
function isFromRoot(path: string): boolean {
  return /^(\/|~[/\\]|[A-Za-z]:[/\\]|\\\\)/.test(path.trim());
}

/** What the core is asked to make. */
export function newBlogOf(answers: BlogAnswers, proposal: NewBlogProposal, separator: string): NewBlog {
  const { title, description, email, where } = answers;
  const parent = proposal.parent.endsWith(separator) ? proposal.parent : `${proposal.parent}${separator}`;
  return {
    folder: answers.folder?.trim() ?? `${parent}${/[\p{L}\p{N}]/u.test(title) ? slugify(title) : 'blog'}`,
    title: title.trim(),
    author: (answers.author ?? proposal.author ?? '').trim(),
    look: answers.look ?? proposal.looks[0]?.name ?? 'quiet',
    ...(email.trim() ? { email: email.trim() } : {}),
    ...(description.trim() ? { description: description.trim() } : {}),
    ...(where === 'address' ? { remote: { kind: 'address', address: answers.address.trim() } } : {}),
    ...(where === 'bare' ? { remote: { kind: 'bare', folder: answers.bare.trim() } } : {}),
    site: where === 'later' ? 'branch' : answers.site,
  };
}
