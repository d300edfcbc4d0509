import { describe, expect, it } from 'vitest';
import { jsonBody } from '../../../src-renderer/bridge/json-body.ts';

const textOf = (body: string | Blob) => (typeof body === 'string' ? body : body.text());

describe('the body of a call', () => {
  it('is plain JSON where nothing in it is long', async () => {
    const call = { method: 'assets.add', input: { post: 'a.md', name: 'a.png', bytes: 'AAAA' } };
    expect(await jsonBody(call.method, call.input)).toBe(JSON.stringify(call));
    expect(await jsonBody('site.current', undefined)).toBe('{"method":"site.current"}');
  });

  it.each([
    { bytes: 'QUJD'.repeat(800_000), post: 'a.md', name: '"bytes":""' },
    { post: 'a.md', bytes: '\u{1F426}"\\'.repeat(700_001), key: ['image'] },
  ])('says the same in pieces, whatever is in them', async (input) => {
    const body = await jsonBody('assets.add', input);
    expect(body).toBeInstanceOf(Blob);
    expect(JSON.parse(await textOf(body))).toEqual({ method: 'assets.add', input });
  });

  it('leaves the window room between the pieces', async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    await jsonBody('assets.add', { bytes: 'A'.repeat(8 << 20) });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });
});
