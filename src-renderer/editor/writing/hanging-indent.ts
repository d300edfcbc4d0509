import type { Extension } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';

/** The rows of a long list item or quote begin below its first word, not below its sign. The text stays as it is. */
export function hangingIndent(): Extension {
  return hanging;
}

/** Shorter lines are one row in any window. */
const shortest = 20;

/** Blanks, quote signs, and the sign of an item with its box. Tabs go to stops of their own, so such lines stay as they are. */
const lead = /^ *(?:> ?)*(?:(?:[-*+]|\d{1,9}[.)]) +(?:\[[ xX]\] +)?)?/;

/** What stands before the first word of a line whose other rows are to hang below that word; empty where none are. */
export function leadOf(text: string): string {
  if (text.length < shortest) return '';
  const found = lead.exec(text)?.[0] ?? '';
  if (found === '' || text[found.length] === '\t') return '';
  return /\S/.test(text.slice(found.length)) ? found : '';
}

const hanging = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    private widths = new Map<string, number>();
    private face = '';

    constructor(private view: EditorView) {
      this.decorations = this.decorate(view);
      document.fonts.addEventListener('loadingdone', this.measureAnew);
    }

    update({ view, docChanged, viewportChanged, geometryChanged }: ViewUpdate) {
      const isMeasured = this.face !== '' && !geometryChanged;
      if (docChanged || viewportChanged || (!isMeasured && faceOf(view) !== this.face))
        this.decorations = this.decorate(view);
    }

    destroy() {
      document.fonts.removeEventListener('loadingdone', this.measureAnew);
    }

    /** While a face is fetched another one stands in for it, and nothing else tells when it has come. */
    private measureAnew = (): void => {
      this.face = '';
      this.view.dispatch();
    };

    private decorate(view: EditorView): DecorationSet {
      const face = faceOf(view);
      if (face !== this.face) this.widths.clear();
      this.face = face;
      const lines: { from: number; lead: string }[] = [];
      for (const { from, to } of view.visibleRanges)
        for (let line = view.state.doc.lineAt(from); ; line = view.state.doc.line(line.number + 1)) {
          const lead = leadOf(line.text);
          if (lead && lines.at(-1)?.from !== line.from) lines.push({ from: line.from, lead });
          if (line.to >= to) break;
        }
      if (lines.length === 0) return Decoration.none;
      const widthOf = isMono(face) ? (text: string) => `${text.length}ch` : this.measuring(view, lines);
      return Decoration.set(lines.map(({ from, lead }) => hang(widthOf(lead)).range(from)));
    }

    /** Widths of all leads at once, since each look at the layout costs time. */
    private measuring(view: EditorView, lines: readonly { lead: string }[]): (lead: string) => string {
      const missing = [...new Set(lines.map(({ lead }) => lead))].filter((lead) => !this.widths.has(lead));
      if (missing.length > 0) {
        const found = measure(view, missing);
        for (const [index, lead] of missing.entries()) this.widths.set(lead, found[index] ?? 0);
      }
      return (lead) => `${this.widths.get(lead) ?? 0}px`;
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const made = new Map<string, Decoration>();
function hang(width: string): Decoration {
  const known = made.get(width);
  if (known) return known;
  const style = `padding-inline-start: ${width}; text-indent: -${width}`;
  const line = Decoration.line({ attributes: { style } });
  made.set(width, line);
  return line;
}

/** The face and size of the text, as the browser has them. */
function faceOf(view: EditorView): string {
  const { fontFamily, fontSize } = getComputedStyle(view.contentDOM);
  return `${fontFamily} ${fontSize}`;
}

function isMono(face: string): boolean {
  return /mono/i.test(face.split(',')[0] ?? '');
}

/** In px, beside the text, where nobody sees or hears it and the editor does not look. */
function measure(view: EditorView, texts: readonly string[]): number[] {
  const place = document.createElement('div');
  place.setAttribute('aria-hidden', 'true');
  place.style.cssText = 'position: absolute; visibility: hidden; white-space: pre; pointer-events: none';
  place.style.fontSizeAdjust = getComputedStyle(view.contentDOM).fontSizeAdjust;
  const parts = texts.map((text) => {
    const part = document.createElement('span');
    part.textContent = text;
    place.append(part);
    return part;
  });
  view.scrollDOM.append(place);
  const widths = parts.map((part) => part.getBoundingClientRect().width);
  place.remove();
  return widths;
}
