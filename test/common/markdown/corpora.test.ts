import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { createRenderer, type RenderOptions } from '../../../src-main/common/markdown/render.ts';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { corpusPosts } from '../../helpers/corpora.ts';
import { sharedFolder } from '../../helpers/shared.ts';

const posts = corpusPosts();
const corpora = sharedFolder('corpora');

/** A generator's construct as it would stand in a text that nobody has expanded or labelled. */
const construct =
  /\{\{[^{}]*\}\}|\{\{[<%]|\{%[^{}]*%\}|<\/?[A-Z]\w*[a-z]\w*(?:\s[^<>]*)?\/?>|^:::+\s*\w*\s*$/gm;

/** Text that stands outside of code, and what is labelled, by its first words. */
function read(html: string): { text: string; labels: string[] } {
  let text = '';
  const labels: string[] = [];
  let code = 0;
  /** Depth within what stands for a picture that is not shown. */
  let placeholder = 0;
  let label: string | undefined;
  const parser = new Parser({
    onopentag(name, { class: names = '' }) {
      if (isLabel(name, names)) placeholder += 1;
      if (name !== 'code' && name !== 'pre') return;
      if (code === 0 && /\btemplate\b/.test(names)) label = '';
      code += 1;
    },
    ontext(part) {
      if (code === 0 && placeholder === 0) text += part;
      else if (label !== undefined) label += part;
    },
    onclosetag(name) {
      if (name === 'span' && placeholder > 0) placeholder -= 1;
      if (name !== 'code' && name !== 'pre') return;
      code -= 1;
      if (code > 0) return;
      if (label !== undefined) labels.push(label);
      label = undefined;
    },
  });
  parser.end(html);
  return { text, labels };
}

/** A placeholder, and the spans within one. */
function isLabel(name: string, names: string): boolean {
  return name === 'span' && /\bplaceholder\b/.test(names);
}

/** What kind of construct a label or a tag of the source is. */
function kindOf(source: string): string {
  const name = /^(?:\{\{[<%]?|\{%[-~]?|<)\s*\/?\s*([\w.-]+)/.exec(source)?.[1] ?? '';
  if (/^\{\{[<%]/.test(source)) return `Hugo ${name}`;
  if (source.startsWith('{%')) return `tag ${name.replace(/^end/, '')}`;
  if (source.startsWith('{{')) return 'output {{ … }}';
  if (source.startsWith('<')) return `component ${name}`;
  if (source.startsWith(':::')) return 'box :::';
  return source.startsWith('{') ? 'expression {…}' : 'import, export';
}

/** Constructs in a body outside of code, as far as a plain search can tell. */
function constructsIn(body: string): string[] {
  const plain = body
    .replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]*[ \t]*$|$(?![\s\S]))/gm, '')
    .replace(/(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g, '')
    .replace(
      /\{%-?\s*(highlight|raw|codeblock|code)\b[\s\S]*?\{%-?\s*end\1\s*-?%\}/g,
      (_, name: string) => `{% ${name} %}`,
    );
  return plain.match(/\{\{[<%]?\s*[\w.]+|\{%[-~]?\s*\w+|<[A-Z]\w*[a-z]\w*(?=[\s/>])|^:::+\s*\w+/gm) ?? [];
}

function optionsFor(name: string): RenderOptions {
  return {
    remoteImages: false,
    mdx: /\.mdx$/.test(name) || name.startsWith('docusaurus-'),
    liquidInCode: /^(?:jekyll|eleventy)-/.test(name),
  };
}

describe.skipIf(!corpora)(`${posts.length} real posts${corpora ? '' : ' (skipped: no corpora)'}`, () => {
  const found = new Map<string, { inSource: number; labelled: number }>();
  const leaks: string[] = [];
  const count = (kind: string, what: 'inSource' | 'labelled'): void => {
    const entry = found.get(kind) ?? { inSource: 0, labelled: 0 };
    entry[what] += 1;
    found.set(kind, entry);
  };

  it('are rendered without an exception, and each construct is expanded or labelled', () => {
    for (const { name, text } of posts) {
      const body = text.slice(readFrontMatter(text).bodyStart);
      const { text: shown, labels } = read(createRenderer(optionsFor(name)).render(body));
      for (const source of constructsIn(body)) count(kindOf(source), 'inSource');
      for (const label of labels) count(kindOf(label), 'labelled');
      for (const [leak] of shown.matchAll(construct)) {
        // What its author escaped is meant to be read.
        if (body.replaceAll(`\\${leak}`, '').includes(leak)) leaks.push(`${name}: ${leak.slice(0, 80)}`);
      }
    }
    const rows = [...found].sort(([one], [other]) => one.localeCompare(other));
    process.stdout.write(
      `construct                         in the sources  labelled (the rest expanded)\n${rows
        .map(
          ([kind, { inSource, labelled }]) =>
            `${kind.padEnd(34)}${String(inSource).padStart(13)}${String(labelled).padStart(10)}`,
        )
        .join('\n')}\n`,
    );
    expect(leaks).toEqual([]);
    expect(found.size).toBeGreaterThan(40);
  });
});
