import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfiguration } from '../../../src-main/common/site/configuration.ts';

const texts = [
  '',
  '\n\n',
  'title: Mine\n',
  'title: Mine',
  '---\ntitle: Mine\n---\n',
  '---\ntitle: Mine\ndefaults:\n- scope:\n    path: a\n',
  'title: Mine\n---\ntitle: Another\n',
  'title: "A: b"\nversion: 1.10\nsince: 2020-01-01\nat: 12:30\nempty:\nyes: yes\n',
  'plugins: [a, b]\nmenu:\n  - a\n  - b\nauthor:\n  name: Me # you\n',
  'a: &x 1\nb: *x\n',
  'title: Mine\r\nurl: https://example.com\r\n',
  '\uFEFFtitle: Mine\n',
];

describe('readConfiguration', () => {
  it.each(texts)('reads YAML the same, quick or not: %j', (text) => {
    const full = parse(text, { uniqueKeys: false, logLevel: 'silent' }) ?? {};
    expect(JSON.parse(JSON.stringify(readConfiguration('_config.yml', text)))).toEqual(full);
  });
});
