import type { PostSummary } from '../../src-main/common/posts/post.ts';
import { longDay } from '../list/dates.ts';
import type { FrontMatterBlock } from './front-matter-block.ts';
import './front-matter-form.css';

export interface FrontMatterOutlineProps {
  block: Pick<FrontMatterBlock, 'source' | 'readable'>;
  listed: PostSummary | undefined;
}

/** Stands for the form until it is fetched: the same title and strip in the same places, not to be edited. */
export function FrontMatterOutline({ block, listed }: FrontMatterOutlineProps) {
  const { source, readable } = block;
  if (!readable && source !== '') return <section className="front-matter front-matter-unreadable" />;
  const day = listed?.date && longDay(listed.date);
  const words = [day, listed?.visibility === 'draft' && 'Draft', listed?.tags.join(', ')];
  return (
    <section className="front-matter" aria-hidden>
      <div className="front-matter-heading">
        <div className="front-matter-title front-matter-title-outline" dir="auto">
          {titleIn(source)}
        </div>
      </div>
      <div className="front-matter-strip">
        <span className="front-matter-summary">
          <span className="front-matter-summary-words">{words.filter(Boolean).join(' · ')}</span>
        </span>
      </div>
    </section>
  );
}

/** The title as it is written in most front matter, to know its height; a space where it is written otherwise. */
function titleIn(source: string): string {
  const [, quoted, plain] = /^\s*["']?title["']?\s*[:=]\s*(?:"([^"\n]*)"|(.*))/im.exec(source) ?? [];
  return (quoted ?? plain?.replace(/^'(.*)'$/, '$1'))?.trim() || '\u00a0';
}
