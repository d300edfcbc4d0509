import { readTarget } from '../markdown/targets.ts';
import { type FrontMatterValue, readFrontMatter } from '../posts/front-matter.ts';
import { picturesIn } from './picture-uses.ts';

/** Everything that a post's text refers to, as written there: images and links of Markdown and HTML, files named in the front matter. */
export function referencesIn(text: string): string[] {
  const { data, bodyStart } = readFrontMatter(text);
  const body = text.slice(bodyStart);
  const targets = [
    ...inMarkdown(body),
    ...inHtml(body),
    ...picturesIn(text).map(({ target }) => target),
    ...inShortcodes(body),
    ...inTemplates(body),
    ...inValue(data, 0),
  ];
  return [...new Set(targets.map(fromRoot))];
}

function inMarkdown(body: string): string[] {
  const inline = [...body.matchAll(/\]\(\s*(?:<([^>\n]+)>|((?:[^()\s\\]|\\.|\([^()\s]*\))+))/g)];
  const definitions = [...body.matchAll(/^[ ]{0,3}\[[^\]\n]+\]:[ \t]*\n?[ \t]*(?:<([^>\n]+)>|(\S+))/gm)];
  return [...inline, ...definitions].map(([, angled, plain]) =>
    (angled ?? plain ?? '').replace(/\\([!-/:-@[-`{-~])/g, '$1'),
  );
}

function inHtml(body: string): string[] {
  const attributes = [
    ...body.matchAll(/\s(?:src|href|poster|data)\s*=\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'>]+))/gi),
  ];
  const sets = [...body.matchAll(/\ssrcset\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)];
  return [
    ...attributes.map(([, double, single, bare]) => double ?? single ?? bare ?? ''),
    ...sets.flatMap(([, double, single]) =>
      (double ?? single ?? '').split(',').map((entry) => entry.trim().split(/\s+/)[0] ?? ''),
    ),
  ].filter((target) => target !== '');
}

/** Hugo's `{{< figure src="a.png" >}}` is met by the attributes; this is for Hexo's `{% asset_img a.png %}` and its kin. */
function inShortcodes(body: string): string[] {
  return [...body.matchAll(/\{%-?\s*\w+\s+([^%]*?)-?%\}/g)].flatMap(([, words = '']) =>
    words.split(/\s+/).filter((word) => fileName.test(word)),
  );
}

/** A file of the site by a generator's words, wherever they stand: `{{ "/a.png" | relative_url }}`, `{{ site.baseurl }}/a.pdf`. */
function inTemplates(body: string): string[] {
  const filtered = body.matchAll(/\{\{-?\s*(["'])([^"'{}\n]+)\1\s*\|[^{}\n]*\}\}/g);
  const below = body.matchAll(/\{\{-?\s*site\.(?:base_?url|url)\s*-?\}\}([^\s"'()<>{}]+)/g);
  const paths = [...[...filtered].map(([, , path]) => path), ...[...below].map(([, path]) => path)];
  return paths.filter((path) => path !== undefined).filter((path) => /^[^:]+\.[a-z0-9]{2,5}$/i.test(path));
}

/** Without the templates that only stand for the root of the site. */
function fromRoot(target: string): string {
  if (!target.includes('{{')) return target;
  const read = readTarget(target);
  return read.kind === 'local' ? read.written : target;
}

const fileName = /^[^\s:]+\.[a-z0-9]{2,5}$/i;

/** Any text of the front matter that looks like a file: whether it is one shows when it is looked for. */
function inValue(value: FrontMatterValue | undefined, depth: number): string[] {
  if (depth > 6 || value === null || value === undefined) return [];
  if (typeof value === 'string')
    return fileName.test(value) || /^[./][^\n]*\.[a-z0-9]{2,5}$/i.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => inValue(item, depth + 1));
  return typeof value === 'object' ? Object.values(value).flatMap((item) => inValue(item, depth + 1)) : [];
}
