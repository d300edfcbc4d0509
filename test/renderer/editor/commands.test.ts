import { describe, expect, it } from 'vitest';
import {
  indentListItem,
  insertLink,
  outdentListItem,
  surround,
  toggleBold,
  toggleItalic,
} from '../../../src-renderer/editor/commands.ts';
import { becomes, markedText, stateOf } from './marked-text.ts';

// A bar is the cursor, a pair of bars the selection.
describe('toggleBold', () => {
  const bold = becomes(toggleBold);
  it('wraps the selection', () => bold('a |word| here', 'a **|word|** here'));
  it('unwraps what is already bold', () => bold('a **|word|** here', 'a |word| here'));
  it('unwraps where the marks are selected too', () => bold('a |**word**| here', 'a |word| here'));
  it('wraps the word at the cursor', () => bold('a wo|rd here', 'a **wo|rd** here'));
  it('unwraps around the cursor', () => bold('a **wo|rd and more** here', 'a wo|rd and more here'));
  it('opens a pair where there is no word', () => bold('a | here', 'a **|** here'));
  it('closes an empty pair again', () => bold('a **|** here', 'a | here'));
  it('leaves blanks at the ends outside', () => bold('a| word |here', 'a **|word|** here'));
  it('marks each paragraph by itself', () => bold('|one\ntwo\n\nthree|', '**|one\ntwo**\n\n**three|**'));
  it('is not misled by italics', () => bold('a *wo|rd* here', 'a ***wo|rd*** here'));
});

describe('toggleItalic', () => {
  const italic = becomes(toggleItalic);
  it('wraps the selection', () => italic('a |word| here', 'a _|word|_ here'));
  it('unwraps underscores', () => italic('a _|word|_ here', 'a |word| here'));
  it('unwraps asterisks', () => italic('a *wo|rd* here', 'a wo|rd here'));
  it('uses asterisks inside a word', () => italic('un|believ|able', 'un*|believ|*able'));
  it('goes inside bold', () => italic('a **|word|** here', 'a **_|word|_** here'));
});

describe('insertLink', () => {
  const link = becomes(insertLink);
  it('links the selection', () => link('a |word| here', 'a [word](|) here'));
  it('links the word at the cursor', () => link('a wo|rd here', 'a [word](|) here'));
  it('makes a selected address the target', () =>
    link('see |https://example.org/a|', 'see [|](https://example.org/a)'));
  it('starts with the text where there is none', () => link('a | here', 'a [|]() here'));
  it('selects the address of a link', () =>
    link('a [wo|rd](https://example.org) here', 'a [word](|https://example.org|) here'));
});

describe('indentListItem and outdentListItem', () => {
  const deeper = becomes(indentListItem);
  const higher = becomes(outdentListItem);
  it('puts an item under the one above', () => deeper('- one\n- t|wo', '- one\n  - t|wo'));
  it('goes as far in as the marker is wide', () => deeper('1. one\n2. t|wo', '1. one\n   2. t|wo'));
  it('brings an item up', () => higher('- one\n  - t|wo', '- one\n- t|wo'));
  it('moves all items of the selection', () => deeper('- a\n|- b\n- c|', '- a\n  |- b\n  - c|'));
  it('leaves Tab alone elsewhere', () => deeper('wo|rd', 'wo|rd'));
});

describe('surround', () => {
  const typed = (before: string, text: string) => {
    const state = stateOf(before);
    const spec = surround(state, text);
    return spec && markedText(state.update(spec).state);
  };
  it('puts a mark around the selection', () => expect(typed('a |word| here', '*')).toBe('a *|word|* here'));
  it('puts brackets around the selection', () => expect(typed('a |word| here', '[')).toBe('a [|word|] here'));
  it('closes nothing by itself', () => expect(typed('a | here', '(')).toBeUndefined());
  it('leaves letters alone', () => expect(typed('a |word| here', 'x')).toBeUndefined());
  it('leaves selections of several lines alone', () => expect(typed('|one\ntwo|', '"')).toBeUndefined());
});
