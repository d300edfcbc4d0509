import { tests as examples } from 'commonmark-spec';
import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../../src-main/common/markdown/render.ts';

describe('CommonMark', () => {
  const plain = createRenderer({ remoteImages: false, extensions: false, sanitise: false });

  it.each(examples)('example $number ($section)', ({ markdown, html }) => {
    expect(normalised(plain.render(markdown.replaceAll('→', '\t')))).toBe(
      normalised(html.replaceAll('→', '\t')),
    );
  });
});

/** White space around and between blocks says nothing in HTML; the suite's own comparison drops it too. */
function normalised(html: string): string {
  return html.replace(/>\s+</g, '><').trim();
}
