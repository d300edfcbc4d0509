import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { splitPost } from '../../../src-main/common/posts/split-post.ts';

const folder = fileURLToPath(new URL('../../fixtures/front-matter/', import.meta.url));

function fixture(name: string): string {
  return readFileSync(join(folder, `${name}.md`), 'utf8');
}

/** What a post is made of, in the texts of its parts. */
function parts(text: string) {
  const { format, fence, content, body, bodyLine, problems } = splitPost(text);
  return {
    format,
    fence,
    content: text.slice(content.from, content.to),
    body: text.slice(body.from, body.to),
    bodyLine,
    problems: problems.map(({ code, line }) => `${code} ${line}`),
  };
}

function yaml(content: string, bodyLine: number, fence = '---') {
  return { format: 'yaml', fence, content, body: 'Body.\n', bodyLine, problems: [] };
}

function noBlock(text: string, problems: string[] = []) {
  return { format: 'none', fence: '', content: '', body: text, bodyLine: 1, problems };
}

describe('splitPost', () => {
  const fenced: Record<string, ReturnType<typeof yaml>> = {
    'four-dashes': yaml('title: Four dashes\n', 4, '----'),
    'six-dashes': yaml('title: Six dashes\n', 4, '------'),
    'blank-line-before': yaml('title: After a blank line\n', 5),
    'dots-close': yaml('title: Closed by dots\n', 4),
    'blanks-on-fences': yaml('title: Blanks behind the fences\n', 4),
    'empty-block': yaml('', 3),
    'only-comments': yaml('# title: not yet\n', 4),
    'byte-order-mark': yaml('title: Marked\n', 4),
    'no-final-newline': { ...yaml('title: No newline at the end\n', 4), body: 'Body.' },
    'ends-with-fence': { ...yaml('title: Nothing but front matter\n', 3), body: '' },
    'language-yaml': yaml('title: Named YAML\n', 4),
    'language-toml': { ...yaml('title = "Named TOML"\n', 4), format: 'toml' },
    'language-json': { ...yaml('{ "title": "Named JSON" }\n', 4), format: 'json' },
    'toml-after-a-blank-line': { ...yaml('title = "Later"\n', 5, '+++'), format: 'toml' },
    'json-hexo': {
      ...yaml('"title": "In JSON without braces",\n"tags": ["one"]\n', 5, ';;;'),
      format: 'json',
    },
    'not-keys': yaml('A rule above and a rule below.\n', 4),
  };
  for (const [name, expected] of Object.entries(fenced)) {
    it(`finds the block of ${name}`, () => expect(parts(fixture(name))).toEqual(expected));
  }

  it('takes Hexo’s block without an opening fence', () => {
    const { format, content, body, bodyLine } = parts(fixture('without-opening-fence'));
    expect({ format, body, bodyLine }).toEqual({
      format: 'yaml',
      body: '\nWe crossed at dawn.\n',
      bodyLine: 7,
    });
    expect(content.startsWith('title: Crossing')).toBe(true);
  });

  it('can be told that a block always has an opening fence', () => {
    const text = fixture('without-opening-fence');
    expect(splitPost(text, { withoutOpening: 'never' }).format).toBe('none');
  });

  for (const name of [
    'setext-heading',
    'two-setext-headings',
    'rule-first',
    'template-first',
    'plain',
    'empty',
  ]) {
    it(`finds no block in ${name}`, () => expect(parts(fixture(name))).toEqual(noBlock(fixture(name))));
  }

  it('says where a block begins that never ends, and leaves the whole text as body', () => {
    const text = fixture('unclosed');
    expect(parts(text)).toEqual(noBlock(text, ['front-matter-unclosed 1']));
    expect(parts('+++\ntitle = "x"\n')).toEqual(noBlock('+++\ntitle = "x"\n', ['front-matter-unclosed 1']));
    expect(parts('{\n"title": "x"\n')).toEqual(noBlock('{\n"title": "x"\n', ['front-matter-unclosed 1']));
  });

  it('is not ended by longer rules, by fences with text, or by indented fences', () => {
    const { content, body } = parts(fixture('longer-rules-inside'));
    expect(content).toBe('title: Rules\ntext: |\n  -----\n  ---foo\n');
    expect(body).toBe('Body with\n\n---\n\na rule.\n');
    expect(parts('---\na: 1\n-----\nb: 2\n---\nBody.\n').content).toBe('a: 1\n-----\nb: 2\n');
    expect(parts('----\na: 1\n---\nb: 2\n----\nBody.\n').content).toBe('a: 1\n---\nb: 2\n');
  });

  it('leaves a body alone that looks like front matter', () => {
    expect(parts(fixture('body-like-front-matter')).body).toBe(
      '---js\n{ title: (globalThis.canary = "sung") }\n---\nBody.\n',
    );
  });

  it('cuts a block in another language out and says that it is not read', () => {
    const { format, content, body, problems } = parts(fixture('language-js'));
    expect({ format, body, problems }).toEqual({
      format: 'none',
      body: 'Body.\n',
      problems: ['front-matter-language 1'],
    });
    expect(content).toContain('canary');
    expect(parts('---JavaScript\nx\n---\n').problems).toEqual(['front-matter-language 1']);
  });

  it('takes rules around a heading for Markdown where no block would stand', () => {
    for (const text of [
      '\n---\n# Heading\n\n---\nText.\n',
      '----\n\n----\n',
      '---\n# Heading\n\nText.\n',
      '---draft\n',
    ]) {
      expect(parts(text)).toEqual(noBlock(text));
    }
    expect(parts('\n---\n# a comment\ntitle: T\n---\nBody.\n').format).toBe('yaml');
  });

  it('finds the end of a JSON object by its braces', () => {
    expect(parts('{"a": "}\\"{", "b": {"c": 1}}\nBody.\n')).toMatchObject({
      format: 'json',
      content: '{"a": "}\\"{", "b": {"c": 1}}',
      body: 'Body.\n',
    });
    expect(parts('{}\nBody.\n')).toMatchObject({ format: 'json', content: '{}', body: 'Body.\n' });
    expect(parts('{"a": 1} is an object.\n').format).toBe('none');
    expect(parts('{/* a comment in MDX */}\n').format).toBe('none');
  });

  it('knows the line ends of the block', () => {
    expect(splitPost(fixture('windows-line-ends')).lineEnd).toBe('\r\n');
    expect(splitPost(fixture('mixed-line-ends')).lineEnd).toBe('\n');
    expect(parts(fixture('mixed-line-ends')).body).toBe('Body.\nMore.\r\n');
  });

  it('covers every fixture without a gap', () => {
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.md'))) {
      const text = readFileSync(join(folder, name), 'utf8');
      const { opening, content, closing, body } = splitPost(text);
      const start = text.startsWith('\uFEFF') ? 1 : 0;
      expect([opening.from, content.from, closing.from, body.from, body.to], name).toEqual([
        start,
        opening.to,
        content.to,
        closing.to,
        text.length,
      ]);
    }
  });

  it('takes time in proportion to the text, whatever the text', () => {
    const many = 200_000;
    const hostile = [
      '-'.repeat(many),
      `---\n${'--- \t'.repeat(many)}`,
      `---\n${' '.repeat(many)}`,
      `${'\n'.repeat(many)}---`,
      `${'title: x\n'.repeat(many)}`,
      `${'a:'.repeat(many)}\n---\n`,
      '{'.repeat(many),
      `{"${'\\"'.repeat(many)}`,
      `---\n${'-----\n'.repeat(many)}`,
      ` ${' '.repeat(many)}---\na: b\n---`,
    ];
    for (const text of hostile) {
      const start = performance.now();
      splitPost(text);
      expect(performance.now() - start, text.slice(0, 20)).toBeLessThan(2000);
    }
  });
});
