import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toggleBold, toggleCode, toggleStrike } from '../../../../src-renderer/editor/commands.ts';
import {
  checkTasks,
  setHeading,
  toggleCodeBlock,
  toggleList,
  toggleQuote,
} from '../../../../src-renderer/editor/writing/blocks.ts';
import {
  insertFootnote,
  insertImage,
  insertRule,
} from '../../../../src-renderer/editor/writing/insertions.ts';
import { becomes, run } from '../marked-text.ts';

describe('toggleStrike and toggleCode', () => {
  const strike = becomes(toggleStrike);
  const code = becomes(toggleCode);
  it('strikes the selection through', () => strike('a |word| here', 'a ~~|word|~~ here'));
  it('takes that back', () => strike('a ~~|word|~~ here', 'a |word| here'));
  it('makes code', () => code('a |word| here', 'a `|word|` here'));
  it('makes text of code again', () => code('a `wo|rd` here', 'a wo|rd here'));
  it('keeps backticks in code', () => code('a |b`c| d', 'a ``|b`c|`` d'));
  it('keeps backticks at the ends of code', () => code('|`b`|x', '|b|x'));
  it('parts backticks at the ends from the marks', () => code('a |`b| d', 'a `` |`b| `` d'));
  it('takes such blanks away again', () => code('a `` |`b| `` d', 'a |`b| d'));
  it('takes the marks of several paragraphs away', () =>
    becomes(toggleBold)('**|one\ntwo**\n\n**three|**', '|one\ntwo\n\nthree|'));
});

describe('setHeading', () => {
  const second = becomes(setHeading(2));
  it('makes a heading of a line', () => second('Ti|tle', '## Ti|tle'));
  it('takes it back', () => second('## Ti|tle', 'Ti|tle'));
  it('changes the level', () => second('#### Ti|tle', '## Ti|tle'));
  it('does so with every line of the selection', () => second('|One\n\nTwo|', '## |One\n\n## Two|'));
  it('goes ahead of the cursor on a blank line', () => second('|', '## |'));
  it('makes text of a heading', () => becomes(setHeading(0))('### Ti|tle', 'Ti|tle'));
  it('leaves text that is text', () => becomes(setHeading(0))('Te|xt', 'Te|xt'));
  it('makes a heading of an item', () => second('- it|em', '## it|em'));
  it('stays in a quote', () => second('> Ti|tle', '> ## Ti|tle'));
  it('replaces the line below older headings', () => second('Ti|tle\n=====\n\nText', '## Ti|tle\n\nText'));
  it('leaves a line alone that the selection only reaches', () => second('|One\n|Two', '## |One\n|Two'));
});

describe('toggleList', () => {
  const bullet = becomes(toggleList('bullet'));
  const ordered = becomes(toggleList('ordered'));
  const task = becomes(toggleList('task'));
  it('makes items of the lines', () => bullet('|one\ntwo|', '- |one\n- two|'));
  it('takes them back', () => bullet('- |one\n- two|', '|one\ntwo|'));
  it('begins a list on a blank line', () => bullet('|', '- |'));
  it('counts', () => ordered('|one\n\ntwo\nthree|', '1. |one\n\n2. two\n3. three|'));
  it('makes one kind of another', () => ordered('- |one\n- two|', '1. |one\n2. two|'));
  it('keeps the sign of bullets for tasks', () => task('* |one\n* two|', '* [ ] |one\n* [ ] two|'));
  it('counts each level by itself', () => ordered('|- a\n  - b\n- c|', '|1. a\n  1. b\n2. c|'));
  it('takes what belongs to an item along', () => bullet('|- one\n  more\n- two|', '|one\nmore\ntwo|'));
  it('leaves what goes on with an item', () => ordered('|- one\n  more\n- two|', '|1. one\n  more\n2. two|'));
  it('makes bullets of tasks', () => bullet('- [x] do|ne', '- do|ne'));
});

describe('checkTasks', () => {
  const check = becomes(checkTasks);
  it('checks a task off', () => check('- [ ] do| it', '- [x] do| it'));
  it('opens it again', () => check('- [x] do| it', '- [ ] do| it'));
  it('leaves other lines alone', () => check('- do| it', '- do| it'));
});

describe('toggleQuote', () => {
  const quote = becomes(toggleQuote);
  it('quotes the lines', () => quote('|one\n\ntwo|', '> |one\n>\n> two|'));
  it('takes a level away', () => quote('> |one\n>\n> > two|', '|one\n\n> two|'));
  it('begins a quote', () => quote('|', '> |'));
});

describe('toggleCodeBlock', () => {
  const block = becomes(toggleCodeBlock);
  it('puts fences around the lines', () => block('|one\ntwo|', '```\n|one\ntwo|\n```'));
  it('takes them away', () => block('```js\none|\n```\n', 'one|\n'));
  it('begins a block', () => block('a\n\n|', 'a\n\n```\n|\n```'));
  it('is longer than fences inside', () => block('|```\na\n```\nb|', '````\n|```\na\n```\nb|\n````'));
});

describe('what is put in', () => {
  const image = becomes(insertImage);
  const note = becomes(insertFootnote);
  it('a picture', () => image('a |', 'a ![|]()'));
  it('a picture of the selection', () => image('|A cat|', '![A cat](|)'));
  it('a picture at a selected address', () =>
    image('|https://a.example/b.png|', '![|](https://a.example/b.png)'));
  it('the address of a picture, selected', () => image('![A c|at](cat.png)', '![A cat](|cat.png|)'));
  it('a footnote, with its text at the end', () => note('a|\n\nb\n', 'a[^1]\n\nb\n\n[^1]: |\n'));
  it('a footnote in a text without a final line end', () => note('a|', 'a[^1]\n\n[^1]: |'));
  it('another footnote, right below', () =>
    note('a[^1] b|\n\n[^1]: one\n', 'a[^1] b[^2]\n\n[^1]: one\n[^2]: |\n'));
  it('no second footnote but the way to its text', () => note('a[^1|]\n\n[^1]: one', 'a[^1]\n\n[^1]: |one'));
  it('and the way back', () => note('a[^1] b\n\n[^1]: o|ne', 'a[^1]| b\n\n[^1]: one'));
  it('a line', () => becomes(insertRule)('a|', 'a\n\n---\n\n|'));
  it('a line that makes no heading', () => becomes(insertRule)('a\n|', 'a\n\n---\n\n|'));
});

describe('toggling blocks', () => {
  const line = fc.stringMatching(/^[a-zé東0-9 .,!-]{0,12}$/).filter((text) => !/^\s*(?:[-.]|\d)/.test(text));
  const lines = fc.array(line, { minLength: 1, maxLength: 8 });
  const commands = [
    setHeading(3),
    toggleList('bullet'),
    toggleList('ordered'),
    toggleList('task'),
    toggleQuote,
  ];
  it('loses no word and comes back', () => {
    fc.assert(
      fc.property(lines, fc.constantFrom(...commands), (texts, command) => {
        const text = texts.map((one) => one.trim()).join('\n');
        fc.pre(text.trim() !== '' && /^\S/.test(text));
        const once = run(command, `¦${text}¦`, '¦');
        const words = (marked: string) => marked.replaceAll(/[^a-zé東]/g, '');
        expect(words(once)).toBe(words(text));
        const twice = run(command, `¦${once.replaceAll('¦', '')}¦`, '¦');
        expect(twice.replaceAll('¦', '')).toBe(text);
      }),
    );
  });
});
