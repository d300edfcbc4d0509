import { startWindow } from '../../../src-renderer/app/start-window.tsx';
import { createFakeHost } from './fake-host.ts';

const query = new URLSearchParams(location.search);
const number = (name: string, otherwise: number) => Number(query.get(name) ?? otherwise);

startWindow(
  createFakeHost({
    posts: number('posts', 32),
    theme: query.get('theme') === 'dark' ? 'dark' : 'light',
    open: query.get('open') !== 'no',
    state: (query.get('state') ?? 'ready') as 'ready',
    behind: number('behind', 0),
    outcome: (query.get('outcome') ?? 'published') as 'published',
    slow: number('slow', 0),
    fail: query.get('fail') ?? '',
    changed: number('changed', 5),
    head: query.get('head') ?? undefined,
    conflicts: query.get('conflicts') === 'yes',
    length: number('length', 0),
    way: query.get('way') ?? undefined,
    waits: query.get('waits') === 'yes',
    live: query.get('live') ?? undefined,
    orphans: query.get('orphans') === 'yes',
    convention: (['jekyll', 'plain'] as const).find((name) => name === query.get('generator')),
    recovered: query.get('recovered') === 'yes',
    picturesWait: query.get('picturesWait') === 'yes',
    importWaits: query.get('importWaits') === 'yes',
    signIn: query.get('signIn') ?? undefined,
  }),
);
