/** Stands in the built pages wherever a nonce belongs; replaced by a fresh one each time a page is handed out. */
export const noncePlaceholder = '__CSP_NONCE__';

/** What every answer of a window's host carries, whatever it is. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** The content policy of the window: its own files and nothing from anywhere else. */
export function windowPolicy(nonce: string): string {
  return policy({
    'default-src': "'none'",
    'script-src': `'self' 'nonce-${nonce}'`,
    'style-src': `'self' 'nonce-${nonce}'`,
    'img-src': "'self' data: blob:",
    'font-src': "'self' data:",
    'media-src': "'self' blob:",
    'connect-src': "'self'",
    'frame-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  });
}

/**
 * The content policy of the preview's frame: shows a post, runs nothing, and asks nobody for anything; other sites for
 * their pictures only where the author has said so.
 */
export function previewPolicy(nonce: string, loadsRemoteImages: boolean): string {
  return policy({
    'default-src': "'none'",
    'style-src': `'self' 'nonce-${nonce}'`,
    'img-src': loadsRemoteImages ? "'self' data: blob: https:" : "'self' data: blob:",
    'font-src': "'self'",
    'media-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'self'",
  });
}

/**
 * The content policy of the frame that draws diagrams: it runs what the window hands in, in an origin of its own however it
 * is opened, and loads nothing.
 */
export function diagramPolicy(nonce: string): string {
  return policy({
    'default-src': "'none'",
    'script-src': `'nonce-${nonce}'`,
    'style-src': "'unsafe-inline'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'self'",
    sandbox: 'allow-scripts',
  });
}

/** The content policy of everything that is no page of ours: an SVG that is opened by itself runs nothing. */
export const filePolicy = policy({
  'default-src': "'none'",
  'style-src': "'unsafe-inline'",
  'img-src': 'data:',
  'frame-ancestors': "'self'",
  sandbox: '',
});

function policy(directives: Record<string, string>): string {
  return Object.entries(directives)
    .map(([name, value]) => (value ? `${name} ${value}` : name))
    .join('; ');
}
