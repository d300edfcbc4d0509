import { describe, expect, it } from 'vitest';
import {
  askableAddress,
  hostedRepository,
  pagesAddress,
  pageUrl,
} from '../../../src-main/common/publish/live.ts';
import { newWordsIn } from '../../../src-main/common/publish/new-words.ts';

describe('pagesAddress', () => {
  it.each([
    ['https://github.com/Ada/Ada.github.io.git', 'https://ada.github.io/'],
    ['git@github.com:Ada/blog.git', 'https://ada.github.io/blog/'],
    ['ssh://git@github.com/ada/blog', 'https://ada.github.io/blog/'],
    ['https://gitlab.com/ada/ada.gitlab.io.git', 'https://ada.gitlab.io/'],
    ['https://gitlab.com/group/sub/blog.git', 'https://group.gitlab.io/sub/blog/'],
    ['git@codeberg.org:ada/pages.git', 'https://ada.codeberg.page/'],
    ['https://codeberg.org/ada/blog', 'https://ada.codeberg.page/blog/'],
    ['https://git.example.org/ada/blog.git', undefined],
    ['/srv/blog.git', undefined],
    ['C:\\blogs\\blog.git', undefined],
    ['https://github.com/ada', undefined],
  ])('of %s is %s', (remote, address) => expect(pagesAddress(remote)).toBe(address));

  it('reads the repository of an address with a name and a port', () => {
    expect(hostedRepository('https://ada@github.com:443/ada/blog.git')).toEqual({
      host: 'github.com',
      owner: 'ada',
      name: 'blog',
    });
  });
});

describe('askableAddress', () => {
  it.each([
    ['https://ada.org', 'https://ada.org/'],
    ['https://ada.org/blog/', 'https://ada.org/blog/'],
    ['//ada.org/blog', 'https://ada.org/blog/'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/'],
    ['https://example.org', undefined],
    ['https://www.example.com/blog', undefined],
    ['https://my-site.test', undefined],
    ['https://a:b@ada.org', undefined],
    ['/', undefined],
    ['', undefined],
    ['file:///etc/passwd', undefined],
    ['javascript:alert(1)', undefined],
    [undefined, undefined],
  ])('of %s is %s', (given, address) => expect(askableAddress(given)).toBe(address));
});

it('puts a page under the folder of its site, once', () => {
  expect(pageUrl('https://ada.org/', '/2024/hello/')).toBe('https://ada.org/2024/hello/');
  expect(pageUrl('https://ada.org/blog/', '/2024/hello/')).toBe('https://ada.org/blog/2024/hello/');
  expect(pageUrl('https://ada.org/blog/', '/blog/2024/hello/')).toBe('https://ada.org/blog/2024/hello/');
  expect(pageUrl('https://ada.org/blog/', 'blogging')).toBe('https://ada.org/blog/blogging');
});

describe('newWordsIn', () => {
  it('finds prose that was not there before, without marks', () => {
    const words = newWordsIn(
      'Same line here.\n\nA **bold** word and [a link](x) in a sentence of its own.\n',
      'Same line here.\n',
    );
    expect(words).toEqual(['in a sentence of its own.']);
  });

  it.each([
    ['only marks', '- *x*\n', ''],
    ['only code', '```\nlet somethingLong = 1;\n```\n', ''],
    ['words that were there, on another line', 'one two three four\n', 'zero one two three four five\n'],
    [
      'a line that was taken out',
      'One line that stays.\n',
      'One line that stays.\n\nAnother line that goes.\n',
    ],
  ])('finds nothing in %s', (_what, body, earlier) => expect(newWordsIn(body, earlier)).toEqual([]));
});
