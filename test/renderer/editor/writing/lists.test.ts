import { deleteMarkupBackward } from '@codemirror/lang-markdown';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indentListItem, outdentListItem } from '../../../../src-renderer/editor/commands.ts';
import { thenRenumber } from '../../../../src-renderer/editor/writing/line-edits.ts';
import { continueMarkup } from '../../../../src-renderer/editor/writing/lists.ts';
import { renumber } from '../../../../src-renderer/editor/writing/renumber.ts';
import { becomes, run } from '../marked-text.ts';

describe('Enter', () => {
  const enter = becomes(continueMarkup);
  it('begins the next item', () => enter('- one|', '- one\n- |'));
  it('begins the next task, open', () => enter('- [x] one|', '- [x] one\n- [ ] |'));
  it('counts on and numbers those below anew', () => enter('1. one|\n2. two', '1. one\n2. |\n3. two'));
  it('keeps one number for all where the author does', () =>
    enter('1. one\n1. two|\n1. three', '1. one\n1. two\n2. |\n1. three'));
  it('ends a list with an empty item', () => enter('- one\n- |', '- one\n\n|'));
  it('goes on with a quote', () => enter('> one|', '> one\n> |'));
  it('parts paragraphs of a quote with an empty line', () => enter('> one\n> |', '> one\n>\n> |'));
  it('ends a quote with a second one', () => enter('> one\n>\n> |', '> one\n\n|'));
});

describe('Tab and Backspace', () => {
  const deeper = becomes(thenRenumber(indentListItem));
  const higher = becomes(thenRenumber(outdentListItem));
  const back = becomes(thenRenumber(deleteMarkupBackward));
  it('begins to count under the item above', () =>
    deeper('1. one\n2. t|wo\n3. three', '1. one\n   1. t|wo\n2. three'));
  it('counts on in a list that is there', () =>
    deeper('1. one\n   1. a\n2. t|wo\n3. three', '1. one\n   1. a\n   2. t|wo\n2. three'));
  it('counts on above', () =>
    higher('1. one\n   1. t|wo\n   2. b\n2. three', '1. one\n2. t|wo\n   1. b\n3. three'));
  it('closes the gap of an item that is one no more', () =>
    back('1. one\n2. |two\n3. three', '1. one\n   |two\n2. three'));
  it('leaves numbers that have a meaning of their own', () =>
    deeper('1. one\n5. t|wo\n9. three', '1. one\n   5. t|wo\n9. three'));
  it('leaves Tab to the page elsewhere', () => deeper('wo|rd', 'wo|rd'));
});

describe('renumber', () => {
  it('leaves code alone', () => {
    const lines = ['1. a', '   ```', '   5. x', '   5. y', '   ```', '2. b'];
    expect(renumber(lines)).toEqual(lines);
  });
  it('starts where the list starts', () => expect(renumber(['7. a', '9. b'])).toEqual(['7. a', '8. b']));
  it('parts lists with other signs', () => {
    const lines = ['1. a', '2. b', '1) c', '2) d'];
    expect(renumber(lines)).toEqual(lines);
  });
  it('understands tabs', () =>
    expect(renumber(['1. a', '\t1. b', '2. c'])).toEqual(['1. a', '\t1. b', '2. c']));

  const item = fc.tuple(
    fc.constantFrom('', '   ', '      ', '\t', '> '),
    fc.constantFrom('1. ', '2. ', '10) ', '- ', '* ', ''),
    fc.stringMatching(/^[a-z0-9é东`*.) -]{0,10}$/),
  );
  it('changes numbers only, and is done after once', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), (items) => {
        const lines = items.map((parts) => parts.join(''));
        const once = renumber(lines);
        const words = (line: string) => line.replace(/^([\s>]*)\d+/, '$1');
        expect(once.map(words)).toEqual(lines.map(words));
        expect(renumber(once)).toEqual(once);
      }),
    );
  });
});

describe('indenting and outdenting', () => {
  const word = fc.stringMatching(/^[a-z]{1,6}$/);
  it('loses no word', () => {
    const commands = [thenRenumber(indentListItem), thenRenumber(outdentListItem)];
    const order = fc.array(fc.constantFrom(...commands), { maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 2, maxLength: 8 }),
        fc.nat(7),
        order,
        (words, chosen, steps) => {
          const lines = words.map(
            (one, index) => `${index + 1}. ${one}${index === chosen % words.length ? '¦' : ''}`,
          );
          let text = lines.join('\n');
          for (const step of steps) text = run(step, text, '¦');
          expect(text.match(/[a-z]+/g)).toEqual(words);
          expect(text.split('\n')).toHaveLength(words.length);
        },
      ),
    );
  });
});
