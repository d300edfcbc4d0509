import { diagramSettings } from '../../src-main/common/markdown/diagram-settings.ts';

/** A diagram as a picture, sizes in pixels. */
export interface Drawing {
  svg: string;
  width: number;
  height: number;
}

/** What became of a diagram's source: a picture, or what is wrong with it. */
export type DrawingOutcome = ({ kind: 'drawn' } & Drawing) | { kind: 'failed'; problem: string };

export type DiagramTheme = 'light' | 'dark';

/** Draws diagrams in a frame of another origin, which can run scripts and reach nothing of the window. */
export interface DiagramFrame {
  draw(source: string, theme: DiagramTheme): Promise<DrawingOutcome>;
  destroy(): void;
}

/** A diagram that takes longer is given up, with the frame it hangs in. Milliseconds. */
const longestDrawing = 8000;
/** The frame and the program in it are there within this time, or not at all. Milliseconds. */
const longestStart = 30_000;
/** Longest picture that is taken, in UTF-16 code units. */
const longestSvg = 4_000_000;

const fontFamily = 'Inter, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/**
 * Makes the frame when the first diagram is asked for. Its page has a content policy of its own and no way to load
 * anything: the program that draws is fetched by the window and handed in.
 *
 * @param address the page `diagram.html`
 * @param loadProgram text of Mermaid as one script
 */
export function createDiagramFrame(
  address: string,
  loadProgram: () => Promise<string>,
  timeLimit = longestDrawing,
): DiagramFrame {
  let opened: Promise<Opened> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let number = 0;

  function open(): Promise<Opened> {
    opened ??= openFrame(address, loadProgram).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  }

  async function drawNow(source: string, theme: DiagramTheme): Promise<DrawingOutcome> {
    const frame = await open();
    number += 1;
    const request = { number, source, theme: theme === 'dark' ? 'dark' : 'default', fontFamily };
    const answer = await ask(frame.port, request, timeLimit);
    if (answer === undefined) {
      frame.close();
      opened = undefined;
      return { kind: 'failed', problem: 'This diagram takes too long to draw.' };
    }
    return readAnswer(answer);
  }

  return {
    draw(source, theme) {
      // One after the other: who hangs is then known.
      const drawn = last.then(() => drawNow(source, theme));
      last = drawn.catch(() => undefined);
      return drawn;
    },
    destroy() {
      void opened?.then(
        (frame) => frame.close(),
        () => undefined,
      );
      opened = undefined;
    },
  };
}

interface Opened {
  port: MessagePort;
  close(): void;
}

async function openFrame(address: string, loadProgram: () => Promise<string>): Promise<Opened> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.src = address;
  frame.title = 'Diagrams';
  frame.tabIndex = -1;
  frame.setAttribute('aria-hidden', 'true');
  frame.inert = true;
  // Outside of what is seen, but laid out: texts must have their sizes.
  frame.style.position = 'fixed';
  frame.style.left = '-10000px';
  frame.style.width = '1200px';
  frame.style.height = '800px';
  frame.style.border = '0';
  frame.style.visibility = 'hidden';
  document.body.append(frame);
  try {
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    const [program] = await Promise.all([loadProgram(), withTimeLimit(loaded, longestStart)]);
    const { port1, port2 } = new MessageChannel();
    const ready = new Promise((resolve) => {
      port1.onmessage = resolve;
    });
    // An opaque origin has no name that a message could be addressed to.
    frame.contentWindow?.postMessage({ program, settings: diagramSettings }, '*', [port2]);
    await withTimeLimit(ready, longestStart);
    return {
      port: port1,
      close() {
        port1.close();
        frame.remove();
      },
    };
  } catch (error) {
    frame.remove();
    throw error;
  }
}

function withTimeLimit(wait: Promise<unknown>, milliseconds: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The frame of diagrams does not answer.')), milliseconds);
    void wait.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}

function ask(port: MessagePort, request: { number: number }, timeLimit: number): Promise<unknown> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), timeLimit);
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!isRecord(data) || data.number !== request.number) return;
      clearTimeout(timer);
      resolve(data);
    };
    port.postMessage(request);
  });
}

/** What comes from the frame is as little to be believed as the post. */
function readAnswer(answer: unknown): DrawingOutcome {
  if (isRecord(answer) && typeof answer.svg === 'string' && answer.svg.length <= longestSvg) {
    const { svg, width, height } = answer;
    return { kind: 'drawn', svg, width: sizeOf(width), height: sizeOf(height) };
  }
  const problem = isRecord(answer) && typeof answer.problem === 'string' ? answer.problem : '';
  return { kind: 'failed', problem: problem || 'This diagram cannot be drawn.' };
}

function sizeOf(value: unknown): number {
  return typeof value === 'number' && value > 0 && value < 100_000 ? Math.ceil(value) : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
