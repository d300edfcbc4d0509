import { describe, expect, it } from 'vitest';
import { longestWhole, partAround, reaches } from '../../../src-renderer/preview/part-of-body.ts';

const paragraph = 'Words of a paragraph that is one of very many in this long text.\n\n';
const paragraphs = (length: number) => paragraph.repeat(Math.ceil(length / paragraph.length));

describe('what is shown of a body', () => {
  it('is the whole, where it has an ordinary length', () => {
    const body = paragraphs(longestWhole - 100);
    const part = partAround(body, 40);
    expect(part.text).toBe(body);
    expect(reaches(part, 100_000)).toBe(true);
  });

  it('is a part around the line, from one blank line to another', () => {
    const body = paragraphs(10_000_000);
    const lines = body.split('\n');
    const part = partAround(body, 100_000);
    expect(part.fromLine).toBeLessThan(100_000);
    expect(part.toLine).toBeGreaterThan(100_000);
    expect(part.text).toBe(`${lines.slice(part.fromLine, part.toLine).join('\n')}\n`);
    expect(part.text.length).toBeLessThan(longestWhole);
    expect(part.text.startsWith('\n')).toBe(true);
    expect(reaches(part, 100_000)).toBe(true);
    expect(reaches(part, part.toLine - 3)).toBe(false);
    expect(reaches(part, 3)).toBe(false);
  });

  it('ends with the body', () => {
    const body = paragraphs(1_000_000);
    const last = body.split('\n').length;
    const part = partAround(body, last);
    expect(body.endsWith(part.text)).toBe(true);
    expect(reaches(part, last)).toBe(true);
  });

  it('never begins inside of fenced code', () => {
    const code = `\`\`\`\n${'let a = 1\n\n'.repeat(8000)}\`\`\`\n`;
    const body = paragraphs(150_000) + code + paragraphs(400_000);
    const line = paragraphs(150_000).split('\n').length + 14_000;
    expect(partAround(body, line).text).toContain(code);
  });

  it('knows the addresses of links that stand elsewhere', () => {
    const body = `${paragraphs(900_000)}[a]: https://example.org/a\n`;
    expect(partAround(body, 4).text.endsWith('\n[a]: https://example.org/a\n')).toBe(true);
  });

  it('is cut where one block is longer than a part', () => {
    const body = `\`\`\`\n${'let a = 1\n'.repeat(200_000)}\`\`\`\n`;
    expect(partAround(body, 3).text.length).toBeLessThan(600_000);
    expect(partAround('x'.repeat(2_000_000), 0).lines).toBe(1);
  });
});
