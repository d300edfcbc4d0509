import mermaidAddress from 'mermaid/dist/mermaid.min.js?url';
import { createDiagramFrame, type DiagramTheme, type DrawingOutcome } from './diagram-frame.ts';

/** The diagrams of the post that is shown. */
export interface Diagrams {
  /** A new pass over the post begins: what was shown before may be shown until it is drawn anew. */
  begin(): void;
  /** HTML that shows the diagram, or the last good state of it; undefined while there is neither. */
  html(source: string): string | undefined;
  setTheme(theme: DiagramTheme): void;
  destroy(): void;
}

/** So many pictures are kept, so that going back and forth in the text draws nothing anew. */
const mostKept = 200;

/**
 * Draws what is asked for and says when something has come. What is being typed keeps its last good picture, so that
 * nothing flickers and the text below stays where it is.
 */
export function createDiagrams(onDrawn: () => void): Diagrams {
  // Relative to the window's own page, wherever that is served from.
  const frame = createDiagramFrame(new URL('./diagram.html', document.baseURI).href, async () => {
    const answer = await fetch(mermaidAddress);
    return answer.text();
  });
  const outcomes = new Map<string, DrawingOutcome | undefined>();
  let theme: DiagramTheme = 'light';
  let before: Shown[] = [];
  let now: Shown[] = [];

  function ask(source: string, key: string): void {
    outcomes.set(key, undefined);
    frame.draw(source, theme).then(
      async (outcome) => {
        if (outcome.kind === 'drawn') await warm(pictureAddress(outcome.svg));
        outcomes.set(key, outcome);
        forgetOldest();
        onDrawn();
      },
      () => {
        outcomes.set(key, { kind: 'failed', problem: 'Diagrams cannot be drawn here.' });
        onDrawn();
      },
    );
  }

  function forgetOldest(): void {
    for (const key of outcomes.keys()) {
      if (outcomes.size <= mostKept) return;
      outcomes.delete(key);
    }
  }

  return {
    begin() {
      if (now.length > 0) before = now;
      now = [];
    },
    html(source) {
      const key = `${theme}\n${source}`;
      if (!outcomes.has(key)) ask(source, key);
      const outcome = outcomes.get(key);
      const old = before[now.length];
      if (outcome?.kind === 'drawn') {
        const html = picture(outcome);
        now.push({ source, html });
        return html;
      }
      if (old?.html !== undefined && resembles(old.source, source)) {
        now.push({ source, html: old.html });
        return old.html;
      }
      now.push({ source, html: undefined });
      return outcome && problem(source, outcome.problem);
    },
    setTheme(wanted) {
      theme = wanted;
    },
    destroy: () => frame.destroy(),
  };
}

interface Shown {
  source: string;
  html: string | undefined;
}

function picture({ svg, width, height }: { svg: string; width: number; height: number }): string {
  const size = width > 0 && height > 0 ? ` width="${width}" height="${height}"` : '';
  return `<img src="${pictureAddress(svg)}" alt="Diagram"${size}>`;
}

/** An SVG that is shown as a picture runs nothing and loads nothing. */
function pictureAddress(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg).replaceAll("'", '%27')}`;
}

/** Decodes a picture before it is shown, so that the one before it does not give way to nothing. */
async function warm(address: string): Promise<void> {
  const image = new Image();
  image.src = address;
  await image.decode().catch(() => undefined);
}

function problem(source: string, message: string): string {
  return `<pre><code>${escaped(source)}</code></pre><p class="diagram-problem">${escaped(message)}</p>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Whether one source may have become the other by typing: more than half of it is the same. */
function resembles(old: string, current: string): boolean {
  const most = Math.min(old.length, current.length);
  let start = 0;
  while (start < most && old[start] === current[start]) start += 1;
  let end = 0;
  while (end < most - start && old.at(-1 - end) === current.at(-1 - end)) end += 1;
  return (start + end) * 2 > Math.max(old.length, current.length) - 2;
}
