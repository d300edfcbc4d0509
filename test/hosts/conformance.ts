import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetAddress } from '../../src-main/common/api/asset-address.ts';
import type { AssetReference, FileReference, Reply } from '../../src-main/common/api/bridge.ts';
import type { EventName } from '../../src-main/common/api/contract.ts';
import { deferred } from '../helpers/deferred.ts';
import { createFakeService, expectedFailure, type FakeService, revisionOf } from './fake-service.ts';

/** A `HostBridge` as a test reaches it, perhaps in another process. */
export interface ReachedBridge {
  call(method: string, input: unknown): Promise<Reply>;
  listen(event: EventName, listener: (payload: unknown) => void): Promise<() => Promise<void>>;
  assetUrl(reference: AssetReference | FileReference): Promise<string>;
  close(): Promise<void>;
}

export type Connect = (service: FakeService, reportBug: (error: unknown) => void) => Promise<ReachedBridge>;

/** What holds over every transport of the contract. `connect` puts the fake service behind the transport. */
export function describeTransport(name: string, connect: Connect): void {
  describe(`the contract over ${name}`, () => {
    const service = createFakeService();
    const bugs: unknown[] = [];
    let bridge: ReachedBridge;
    beforeAll(async () => {
      bridge = await connect(service, (error) => bugs.push(error));
    });
    afterAll(() => bridge?.close());

    const save = (path: string, text: string) =>
      bridge.call('posts.save', { path, text, basedOn: revisionOf('') });
    const read = async (path: string) => {
      const reply = await bridge.call('posts.read', { path });
      return reply.ok ? (reply.value as { text: string }).text : reply;
    };

    it.each(['posts.nothing', '', '__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
      'knows no method “%s”',
      async (method) => {
        expect(await bridge.call(method, {})).toMatchObject({ ok: false, error: { code: 'unknown-method' } });
      },
    );

    it.each([
      ['a wrong type', 'posts.read', { path: 7 }],
      ['a missing field', 'posts.read', {}],
      ['a field too many', 'posts.read', { path: 'a.md', other: true }],
      ['text instead of an object', 'posts.read', 'a.md'],
      ['a list instead of an object', 'posts.read', ['a.md']],
      ['an empty path', 'posts.read', { path: '' }],
      ['a revision that is none', 'posts.save', { path: 'a.md', text: '', basedOn: 'x' }],
      ['input where none is taken', 'posts.list', { path: 'a.md' }],
    ])('refuses %s and says where', async (_, method, input) => {
      const calls = service.calls.length;
      const reply = await bridge.call(method, input);
      expect(reply).toMatchObject({ ok: false, error: { code: 'bad-input' } });
      expect(reply.ok ? '' : reply.error.message).toContain(method);
      expect(service.calls).toHaveLength(calls);
    });

    it('takes a `__proto__` in the input for what it is', async () => {
      const input = JSON.parse('{ "path": "a.md", "__proto__": { "polluted": true } }') as unknown;
      await bridge.call('posts.read', input);
      expect('polluted' in {}).toBe(false);
    });

    it('keeps the code, the sentence, the next steps and the details of a failure', async () => {
      const reply = await bridge.call('posts.create', { title: 'Hello' });
      expect(reply).toEqual({ ok: false, error: expectedFailure.toData() });
    });

    it('tells a bug to the program’s own log and to nobody else', async () => {
      const before = bugs.length;
      const reply = await bridge.call('posts.list', {});
      expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
      expect(JSON.stringify(reply)).not.toMatch(/secret|TypeError|\.ts/);
      expect(bugs.slice(before).map(String)).toEqual(['TypeError: a secret of the program']);
    });

    it('answers nothing where there is nothing', async () => {
      const reply = await bridge.call('site.current', undefined);
      expect(reply.ok).toBe(true);
      expect(reply.ok ? reply.value : reply).toBeUndefined();
    });

    it.each([
      ['umlauts and signs', 'Ünïcödé — “quotes”, 日本語, עברית, 🧵👩‍👩‍👧'],
      ['line ends and tabs', 'a\r\nb\nc\rd\te\u2028f\u2029g\u0085h'],
      ['control characters and NUL', 'a\u0000b\u001bc\u007f'],
      ['half a surrogate pair', 'a\ud83db'],
      ['a byte order mark', '\ufeffa'],
      ['what looks like markup or JSON', '</script><!--{"ok":false}-->\\u0041'],
    ])('carries %s unchanged', async (_, text) => {
      expect(await save('odd.md', text)).toMatchObject({ ok: true });
      expect(await read('odd.md')).toBe(text);
    });

    it('carries a text of 10 MB', async () => {
      const text = 'Zeile mit Ümlaut und 🧵.\n'.repeat(420_000);
      expect(await save('long.md', text)).toEqual({
        ok: true,
        value: { kind: 'saved', revision: revisionOf(text) },
      });
      expect(await read('long.md')).toBe(text);
    });

    it('brings every event in order', async () => {
      const heard: unknown[] = [];
      const all = deferred<void>();
      const unlisten = await bridge.listen('posts.changed', (payload) => {
        heard.push((payload as { paths: string[] }).paths[0]);
        if (heard.length === 200) all.resolve();
      });
      const sent = Array.from({ length: 200 }, (_, number) => `posts/${number}.md`);
      for (const path of sent) service.emit('posts.changed', { paths: [path] });
      await all.promise;
      await unlisten();
      expect(heard).toEqual(sent);
    });

    it('brings what a call brought about, and an event without a payload', async () => {
      const heard = deferred<unknown>();
      const unlisten = await bridge.listen('site.changed', heard.resolve);
      await bridge.call('site.close', {});
      expect(await heard.promise).toBeUndefined();
      await unlisten();
    });

    it('goes silent for a listener that has stopped, not for the others', async () => {
      const silent: unknown[] = [];
      const heard = deferred<unknown>();
      const stop = await bridge.listen('publish.progress', (payload) => silent.push(payload));
      const stopOther = await bridge.listen('publish.progress', heard.resolve);
      await stop();
      service.emit('publish.progress', { step: 'pushing', detail: undefined });
      expect(await heard.promise).toMatchObject({ step: 'pushing' });
      expect(silent).toEqual([]);
      await stopOther();
    });

    it.each([
      { post: 'posts/a b.md', target: '../bilder/ä&b?.png' },
      { post: 'posts/100%.md', target: '/assets/%2e%2e/x#y.png' },
      { post: 'a.md', target: '\ud83d.png' },
    ])('gives $target of $post the one address', async (reference) => {
      expect(await bridge.assetUrl(reference)).toBe(assetAddress(reference));
    });

    it.each([
      { path: 'bilder/ä&b?.png', version: 'published' },
      { path: 'assets/100%.png', version: undefined },
    ])('gives $path of the version $version the one address', async (reference) => {
      expect(await bridge.assetUrl(reference)).toBe(assetAddress(reference));
    });
  });
}
