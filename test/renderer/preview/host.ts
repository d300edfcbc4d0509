import { createDiagramFrame } from '../../../src-renderer/preview/diagram-frame.ts';
import { createPreview, type Preview } from '../../../src-renderer/preview/preview.ts';

/** What the tests reach in the page. */
export interface HostWindow {
  preview: Preview;
  opened: string[];
  picked: number[];
  scrolled: number[];
  held: number[];
  /** How often a text was shown, and the last one. */
  shown: { times: number; body: string };
  createDiagramFrame: typeof createDiagramFrame;
}

const frame = document.createElement('iframe');
frame.setAttribute('sandbox', 'allow-same-origin');
frame.src = '/src-renderer/preview.html';
frame.title = 'Preview';
frame.style.cssText = 'position: fixed; inset: 0; width: 100%; height: 100%; border: 0';
document.body.append(frame);

const host: Omit<HostWindow, 'preview'> = {
  opened: [],
  picked: [],
  scrolled: [],
  held: [],
  shown: { times: 0, body: '' },
  createDiagramFrame,
};
const preview = createPreview(frame, {
  assetUrl: ({ post, target }) =>
    `/asset?post=${encodeURIComponent(post)}&target=${encodeURIComponent(target)}`,
  onOpenLink: (url) => host.opened.push(url),
  onPickLine: (line) => host.picked.push(line),
  onScroll: (line) => host.scrolled.push(line),
  onShown({ body }) {
    host.shown.times += 1;
    host.shown.body = body;
  },
  onRemoteImagesHeld: (count) => host.held.push(count),
});
Object.assign(window, host, { preview });
