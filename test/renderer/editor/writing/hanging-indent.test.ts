import { describe, expect, it } from 'vitest';
import { leadOf } from '../../../../src-renderer/editor/writing/hanging-indent.ts';

const words = 'words enough for more than one row';

describe('what stands before the first word of a long line', () => {
  it.each(['- ', '* ', '12. ', '3) ', '  - ', '- [ ] ', '- [x] ', '> ', '> > ', '> - ', '  '])(
    'is found: %j',
    (lead) => expect(leadOf(lead + words)).toBe(lead),
  );

  it.each(['', '**', '#', '---', '-', '2024-05-01 ', '|', '\t- ', '- \t'])('is nothing for %j', (lead) =>
    expect(leadOf(lead + words)).toBe(''),
  );

  it('is nothing in a line that is one row, or of blanks alone', () => {
    expect(leadOf('- short')).toBe('');
    expect(leadOf(`- ${' '.repeat(40)}`)).toBe('');
  });
});
