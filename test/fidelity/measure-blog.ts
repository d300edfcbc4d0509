import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../src-main/common/errors.ts';
import { readFrontMatter } from '../../src-main/common/posts/front-matter.ts';
import type { FrontMatterFormat } from '../../src-main/common/posts/split-post.ts';
import type { SitePlace } from '../../src-main/common/site/site-map.ts';
import type { GalleyHome } from '../../src-main/core/home.ts';
import { openSite } from '../../src-main/core/site/open-site.ts';
import { authorEdits } from './author-edits.ts';
import { judgeEdit } from './judge-edit.ts';

/** What came of editing every post of a blog. */
export interface BlogFigures {
  name: string;
  convention: string;
  files: number;
  /** Edits of posts whose front matter can be read, in all variants. */
  edits: number;
  beyondTheKey: Incident[];
  refused: Incident[];
  /** Posts that are no UTF-8 text or whose front matter has mistakes: they are shown as text, and no form edits them. */
  unreadable: Incident[];
}

/** One post and what happened to it. */
export interface Incident {
  path: string;
  what: string;
  reason: string;
}

/** Opens a blog as Galley does and edits every post in memory, as it is, with Windows line ends, and with a byte order mark. */
export async function measureBlog(folder: string, name: string, home: GalleyHome): Promise<BlogFigures> {
  const site = await openSite(folder, { home });
  try {
    const { map } = await site.sources();
    const { convention } = site.description();
    const figures: BlogFigures = {
      name,
      convention,
      files: 0,
      edits: 0,
      beyondTheKey: [],
      refused: [],
      unreadable: [],
    };
    for (const { path } of await site.posts.list()) {
      figures.files += 1;
      const source = await site.posts.read(path).catch(reasonOf);
      if (typeof source === 'string') figures.unreadable.push({ path, what: 'opened', reason: source });
      else
        measurePost(figures, {
          path,
          text: source.text,
          place: map.place(path),
          bytes: readFileSync(join(site.root, path)),
        });
    }
    return figures;
  } finally {
    await site.close();
  }
}

/** What a person is told of a post that cannot be opened. Anything else is a bug. */
function reasonOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  throw error;
}

interface MeasuredPost {
  path: string;
  text: string;
  place: SitePlace | undefined;
  bytes: Buffer;
}

function measurePost(figures: BlogFigures, { path, text, place, bytes }: MeasuredPost): void {
  if (!Buffer.from(text, 'utf8').equals(bytes))
    figures.beyondTheKey.push({ path, what: 'opened', reason: 'its text is not its bytes' });
  const newBlock: FrontMatterFormat = place?.site.convention.newPost.format ?? 'yaml';
  for (const [variant, changed] of variantsOf(text)) {
    const front = readFrontMatter(changed);
    const mistake = front.problems.find(
      ({ severity, code }) => severity === 'error' || code === 'front-matter-language',
    );
    if (mistake) {
      figures.unreadable.push({ path, what: variant, reason: mistake.message });
      continue;
    }
    for (const { name, edit } of authorEdits(front, place)) {
      figures.edits += 1;
      const verdict = judgeEdit(changed, edit, { newBlock });
      const what = [name, edit.key.join('.'), variant].filter(Boolean).join(', ');
      if (verdict.kind === 'refused') figures.refused.push({ path, what, reason: verdict.reason });
      if (verdict.kind === 'beyond-the-key')
        figures.beyondTheKey.push({ path, what, reason: verdict.reason });
    }
  }
}

function variantsOf(text: string): [string, string][] {
  const bare = text.replace(/^\uFEFF/, '');
  const variants: [string, string][] = [
    ['', text],
    ['CRLF', text.replace(/\r?\n/g, '\r\n')],
    ['BOM', `\uFEFF${bare}`],
  ];
  return variants.filter(
    ([, variant], index) => variants.findIndex(([, other]) => other === variant) === index,
  );
}
