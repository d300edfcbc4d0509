import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Who may use the window: one browser that was given an address, known from then on by its cookie. */
export interface WindowSession {
  /** A new token for an address, good for one use. The ones given before stay good. */
  issueToken(): string;
  /** Whether the token was issued and not used before; it is used up by asking. */
  redeem(token: string): boolean;
  /** The `Set-Cookie` value that lets a browser in. */
  setCookie(): string;
  /** Whether a request's `Cookie` header lets it in. */
  admits(cookieHeader: string | undefined): boolean;
}

/**
 * Secrets live as long as the program: 256 random bits each, compared in constant time, and never written anywhere.
 *
 * @param port cookies know no ports, so the cookie's name carries it: two Galleys do not sign each other out
 */
export function createWindowSession(port: number): WindowSession {
  const cookieName = `galley-${port}`;
  const secret = randomSecret();
  const tokens = new Set<string>();
  return {
    issueToken() {
      const token = randomSecret();
      tokens.add(token);
      return token;
    },
    redeem(token) {
      const found = [...tokens].find((issued) => isSame(issued, token));
      return found !== undefined && tokens.delete(found);
    },
    setCookie: () => `${cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/`,
    admits: (cookieHeader) =>
      cookiesOf(cookieHeader).some(([name, value]) => name === cookieName && isSame(secret, value)),
  };
}

function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Hashes first, so that neither the time nor an exception tells the length. */
function isSame(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

function cookiesOf(header: string | undefined): [name: string, value: string][] {
  return (header ?? '').split(';').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
}
