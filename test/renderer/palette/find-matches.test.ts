import { describe, expect, it } from 'vitest';
import { findMatches } from '../../../src-renderer/palette/find-matches.ts';

const commands = ['Delete this post', 'Deleted posts', 'Show or hide the list', 'Save now'];
const found = (query: string) => findMatches(commands, query, 20).map(({ index }) => commands[index]);

describe('findMatches', () => {
  it('has what says just that before what one letter makes of it', () => {
    expect(found('deleted posts')).toEqual(['Deleted posts', 'Delete this post']);
    expect(found('deleted')[0]).toBe('Deleted posts');
    expect(found('delete this post')[0]).toBe('Delete this post');
  });

  it('forgives one slip of a letter', () => {
    expect(found('delte')).toContain('Delete this post');
    expect(found('lsit')).toEqual(['Show or hide the list']);
  });

  it('shows which part was found', () => {
    expect(findMatches(commands, 'now', 20)).toEqual([{ index: 3, ranges: [5, 8] }]);
  });
});
