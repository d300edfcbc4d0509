import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type BlockProblem, excessOfBrackets, type ReadBlock, tooDeep } from './block-problem.ts';
import { dataOf, emptyData, type FrontMatterNode, type MapEntry, type MapNode } from './front-matter-tree.ts';

/**
 * Reads a JSON block. Hexo leaves its outermost braces out; then the block is read as if they were there.
 *
 * @param offset where the block begins in the whole text
 */
export function readJsonBlock(content: string, offset: number, braces: 'written' | 'left-out'): ReadBlock {
  const excess = excessOfBrackets(content);
  if (excess !== undefined)
    return { data: emptyData(), tree: undefined, problems: [tooDeep(offset + excess)] };
  const whole = braces === 'written' ? content : `{${content}}`;
  const start = braces === 'written' ? offset : offset - 1;
  const errors: ParseError[] = [];
  const node = parseTree(whole, errors, {
    disallowComments: true,
    allowTrailingComma: false,
    allowEmptyContent: true,
  });
  const problems = errors.slice(0, 1).map((error) => problemOf(error, start, offset));
  if (!node)
    return { data: emptyData(), tree: undefined, problems: [...problems, ...empty(content, offset)] };
  const tree = treeOf(node, start);
  if (tree.kind !== 'map')
    return { data: emptyData(), tree: undefined, problems: [...problems, notAnObject(offset)] };
  if (problems.length === 0 && !isJson(whole))
    problems.push(invalid(offset, 'a value is not written as JSON has it'));
  return { data: dataOf(tree) ?? emptyData(), tree, problems: [...problems, ...duplicates(tree)] };
}

/** The last word on what is valid: the parser with places forgives a little, such as odd white space. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function treeOf(node: Node, start: number): FrontMatterNode {
  const range = { from: node.offset + start, to: node.offset + node.length + start };
  if (node.type === 'array') {
    return {
      kind: 'list',
      flow: true,
      items: (node.children ?? []).map((child) => treeOf(child, start)),
      ...range,
    };
  }
  if (node.type === 'object') {
    const entries = (node.children ?? []).flatMap((property) => entryOf(property, start));
    return { kind: 'map', flow: true, entries, ...range };
  }
  const value = node.value as string | number | boolean | null;
  return { kind: 'scalar', value, style: node.type === 'string' ? 'double' : 'plain', ...range };
}

function entryOf(property: Node, start: number): MapEntry[] {
  const [key, value] = property.children ?? [];
  if (!key || !value) return [];
  const keyRange = { from: key.offset + start, to: key.offset + key.length + start };
  const valueFrom = (property.colonOffset ?? key.offset + key.length) + 1 + start;
  return [{ key: String(key.value), keyRange, valueFrom, value: treeOf(value, start), special: false }];
}

function duplicates(tree: MapNode): BlockProblem[] {
  const seen = new Set<string>();
  const problems: BlockProblem[] = [];
  for (const { key, keyRange } of tree.entries) {
    if (seen.has(key)) {
      problems.push({
        severity: 'warning',
        code: 'front-matter-duplicate-key',
        message: `“${key}” is given twice; the last one counts.`,
        offset: keyRange.from,
      });
    }
    seen.add(key);
  }
  return problems;
}

function problemOf(error: ParseError, start: number, least: number): BlockProblem {
  const words = printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return invalid(Math.max(least, error.offset + start), words);
}

function invalid(offset: number, reason: string): BlockProblem {
  return {
    severity: 'error',
    code: 'front-matter-invalid',
    message: `The front matter is not valid JSON: ${reason}.`,
    offset,
  };
}

function notAnObject(offset: number): BlockProblem {
  return {
    severity: 'error',
    code: 'front-matter-not-keys',
    message: 'The front matter should be an object in braces, such as { "title": "Hello" }.',
    offset,
  };
}

function empty(content: string, offset: number): BlockProblem[] {
  return content.trim() === '' ? [] : [notAnObject(offset)];
}
