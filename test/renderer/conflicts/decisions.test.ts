import { describe, expect, it } from 'vitest';
import type { MergeChoice } from '../../../src-main/common/posts/merge-post.ts';
import { mergePost } from '../../../src-main/common/posts/merge-post.ts';
import type { PostConflict } from '../../../src-main/common/publish/publish.ts';
import {
  carryOver,
  type Decisions,
  editableText,
  isSameQuestion,
  openPlaces,
  placesOf,
  resolutionOf,
  resultOf,
  typedText,
} from '../../../src-renderer/conflicts/decisions.ts';

const post = (title: string, ...paragraphs: string[]) =>
  `---\ntitle: ${title}\n---\n\n${paragraphs.join('\n\n')}\n`;

function conflictOf(base: string, ours: string, theirs: string): PostConflict {
  return { path: 'posts/a.md', removedBy: undefined, parts: mergePost(base, ours, theirs).parts };
}

const twoPlaces = conflictOf(
  post('A', 'One.', 'Two here.', 'Three.'),
  post('Mine', 'One.', 'Two mine here.', 'Three.'),
  post('Theirs', 'One.', 'Two theirs here.', 'Three.'),
);

function decided(conflict: PostConflict, ...choices: (MergeChoice | undefined)[]): Decisions {
  return Object.fromEntries(
    placesOf(conflict).flatMap(({ key }, index) => {
      const choice = choices[index];
      return choice === undefined ? [] : [[key, choice]];
    }),
  );
}

describe('what is decided on a post', () => {
  it('is a text once no place is open', () => {
    expect(placesOf(twoPlaces)).toHaveLength(2);
    const half = decided(twoPlaces, 'theirs');
    expect(openPlaces(twoPlaces, half)).toBe(1);
    expect(resolutionOf(twoPlaces, half)).toBeUndefined();
    expect(resolutionOf(twoPlaces, decided(twoPlaces, 'theirs', 'ours'))).toEqual({
      path: 'posts/a.md',
      text: post('Theirs', 'One.', 'Two mine here.', 'Three.'),
    });
    expect(resolutionOf(twoPlaces, decided(twoPlaces, 'ours', { text: 'Two of us.' }))?.text).toBe(
      post('Mine', 'One.', 'Two of us.', 'Three.'),
    );
  });

  it('shows the post as it will be, with the open places as they are here', () => {
    const pieces = resultOf(twoPlaces, decided(twoPlaces, 'theirs')) ?? [];
    expect(pieces.map(({ text }) => text).join('')).toBe(post('Theirs', 'One.', 'Two mine here.', 'Three.'));
    expect(pieces.filter(({ kind }) => kind === 'chosen' || kind === 'open').map(({ kind }) => kind)).toEqual(
      ['chosen', 'open'],
    );
  });

  it('holds for a place that is as it was when others have changed', () => {
    const later = conflictOf(
      post('A', 'One.', 'Two here.', 'Three.'),
      post('Mine', 'One.', 'Two mine here.', 'Three.'),
      post('Theirs', 'One.', 'Two theirs here, again.', 'Three.'),
    );
    const decisions = decided(twoPlaces, 'theirs', 'both');
    expect(isSameQuestion([twoPlaces], [later])).toBe(false);
    expect(carryOver(decisions, [later])).toEqual(decided(later, 'theirs'));
    expect(carryOver(decisions, [twoPlaces])).toEqual(decisions);
  });

  it('is kept apart for places that say the same', () => {
    const twice = conflictOf(
      post('A', 'Same.', 'Between.', 'Same.'),
      post('A', 'Same, mine.', 'Between.', 'Same, mine.'),
      post('A', 'Same, theirs.', 'Between.', 'Same, theirs.'),
    );
    expect(resolutionOf(twice, decided(twice, 'ours', 'theirs'))?.text).toBe(
      post('A', 'Same, mine.', 'Between.', 'Same, theirs.'),
    );
  });
});

describe('what is decided on a whole file', () => {
  const whole = { kind: 'post' } as const;
  const removed = (removedBy: 'ours' | 'theirs'): PostConflict => ({
    path: 'posts/a.md',
    removedBy,
    parts: [
      {
        kind: 'conflict',
        base: 'one\n',
        ours: removedBy === 'ours' ? '' : 'mine\n',
        theirs: removedBy === 'ours' ? 'theirs\n' : '',
        both: undefined,
        before: '',
        after: '',
        where: whole,
      },
    ],
  });

  it('is whether it stays where one side has taken it away', () => {
    for (const [by, other, text] of [
      ['ours', 'theirs', 'theirs\n'],
      ['theirs', 'ours', 'mine\n'],
    ] as const) {
      const conflict = removed(by);
      expect(resolutionOf(conflict, decided(conflict, by))).toEqual({ path: 'posts/a.md' });
      expect(resolutionOf(conflict, decided(conflict, other))).toEqual({ path: 'posts/a.md', text });
      expect(resultOf(conflict, decided(conflict, by))).toBeUndefined();
      expect(resultOf(conflict, {})?.[0]?.text).toBe(text);
    }
  });

  it('is whose version stays where it is no text', () => {
    const picture: PostConflict = {
      path: 'a.png',
      removedBy: undefined,
      parts: [],
      versions: { ours: 'aa', theirs: 'bb' },
    };
    expect(openPlaces(picture, {})).toBe(1);
    expect(resolutionOf(picture, decided(picture, 'theirs'))).toEqual({ path: 'a.png', take: 'theirs' });
  });
});

describe('words of the author’s own', () => {
  const [place] = placesOf(twoPlaces);

  it('keep the line end that the place has', () => {
    const part = place?.part;
    if (!part) throw new Error('There is no place');
    const behind = /\n*$/.exec(part.ours)?.[0] ?? '';
    expect(editableText(part, 'ours')).toBe('title: Mine');
    expect(typedText(part, 'title: Ours')).toBe(`title: Ours${behind}`);
    expect(typedText(part, 'title: Ours\n\n')).toBe(`title: Ours${behind}`);
    expect(typedText(part, '')).toBe('');
  });

  it('get the line ends of a file of Windows', () => {
    const part = placesOf(conflictOf('a\r\nb\r\n', 'a mine\r\nb mine\r\n', 'a theirs\r\nb theirs\r\n'))[0]
      ?.part;
    if (!part) throw new Error('There is no place');
    expect(editableText(part, 'ours')).not.toContain('\r');
    expect(typedText(part, 'x\ny')).toContain('x\r\ny');
  });
});
