import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { conventionNamed } from '../../../src-main/common/site/conventions.ts';
import { settleSite } from '../../../src-main/common/site/detect-sites.ts';
import { embeddedData } from '../../../src-main/common/site/embedded-data.ts';
import { composePost, type NewPost } from '../../../src-main/common/site/new-post.ts';
import { learnStyle } from '../../../src-main/common/site/post-style.ts';
import { siteFolder } from '../../../src-main/common/site/site-folder.ts';

const neighbour = `import { A } from '../a'

export const metadata: Metadata = {
  title: 'It\\'s there',
  description: 'D',
  date: '2024-01-02',
  tags: ['one', 'two words'],
  openGraph: { images: ['/a.png'] },
};

# It's there

Text.
`;

const post: NewPost = {
  title: 'A “new” day',
  slug: 'a-new-day',
  draft: false,
  tags: ['x'],
  body: '',
  date: { year: 2024, month: 5, day: 1, hour: 8, minute: 3, second: 9, offset: 0 },
};

function composed(given: Partial<NewPost>) {
  const convention = conventionNamed('next');
  const settings = settleSite(convention, siteFolder({ files: [], texts: new Map() }, '.'));
  const neighbours = [{ path: 'app/blog/it/page.mdx', text: neighbour }];
  return composePost({ ...post, ...given }, learnStyle(neighbours, 'app/blog', convention, settings));
}

const dataOf = (text: string) => embeddedData('a.mdx', readFrontMatter(text).data, text);

describe('the object that an MDX post exports', () => {
  it('says title, date and tags', () => {
    expect(dataOf(neighbour)).toMatchObject({
      title: "It's there",
      date: '2024-01-02',
      tags: ['one', 'two words'],
    });
  });

  it('is what a new post beside it says them with', () => {
    expect(composed({})).toEqual({
      path: 'app/blog/a-new-day/page.mdx',
      text: `export const metadata: Metadata = {
  title: 'A “new” day',
  description: '',
  date: '2024-05-01',
  tags: ['x'],
};

# A “new” day

`,
    });
  });

  it.each(["It's", 'Say "yes"', `It's "both"`, 'a \\ b', '[`{1}`]'])(
    'holds the title %s as it is',
    (title) => {
      const { text } = composed({ title, draft: true, tags: [title] });
      expect(dataOf(text)).toMatchObject({ title, draft: true, tags: [title] });
    },
  );
});
