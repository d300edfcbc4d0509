import { describe, expect, it } from 'vitest';
import type { NewBlogProposal } from '../../../src-main/common/new-blog/proposal.ts';
import {
  type BlogAnswers,
  emptyAnswers,
  newBlogOf,
  whatIsMissing,
} from '../../../src-renderer/new-blog/blog-answers.ts';

const proposal: NewBlogProposal = { parent: '/home/ines/', author: 'Ines', needsEmail: false, looks: [] };
const missing = (answers: Partial<BlogAnswers>) =>
  whatIsMissing({ ...emptyAnswers, title: 'Low Tide', ...answers }, proposal);
const folderOf = (title: string) => newBlogOf({ ...emptyAnswers, title }, proposal, '/').folder;

describe('the answers to a new blog', () => {
  it('need a folder that says where it lies', () => {
    const ask = 'Name the folder from its beginning, such as /home/ines/blog.';
    for (const folder of ['', '  ', 'blog', '../blog', '~']) expect(missing({ folder })).toBe(ask);
    for (const folder of ['/srv/blog', ' /srv/blog', '~/blog', 'D:\\blog', 'D:/blog', '\\\\share\\blog'])
      expect(missing({ folder })).toBeUndefined();
  });

  it('need such a folder to publish to as well', () => {
    expect(missing({ where: 'bare', bare: ' ' })).toBe('Name the folder to publish to.');
    expect(missing({ where: 'bare', bare: 'blog.git' })).toContain('from its beginning');
    expect(missing({ where: 'bare', bare: '~/blog.git' })).toBeUndefined();
  });

  it('name the folder after the blog, and “blog” where the name has no word', () => {
    expect(folderOf('Low Tide')).toBe('/home/ines/low-tide');
    for (const title of ['', '…', '🐟']) expect(folderOf(title)).toBe('/home/ines/blog');
  });
});
