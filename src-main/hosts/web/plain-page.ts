import { commonHeaders } from '../../core/window/security-headers.ts';

export interface PlainPage {
  status: number;
  title: string;
  paragraphs: string[];
  /** Where the browser goes by itself. */
  goTo?: string;
}

/** A page of a few sentences, for when the window itself cannot be shown. It loads nothing. */
export function plainPage(page: PlainPage): Response {
  const refresh = page.goTo ? `<meta http-equiv="refresh" content="0; url=${escapeHtml(page.goTo)}">` : '';
  const paragraphs = page.paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('');
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8">${refresh}<title>${escapeHtml(page.title)}</title><style>${style}</style></head><body><main><h1>${escapeHtml(page.title)}</h1>${paragraphs}</main></body></html>`;
  return new Response(html, {
    status: page.status,
    headers: {
      ...commonHeaders,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
  });
}

const style =
  ':root{color-scheme:light dark;font:1rem/1.6 system-ui,sans-serif}main{max-width:34rem;margin:20vh auto;padding:0 1.5rem}h1{font-size:1.25rem}';

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
