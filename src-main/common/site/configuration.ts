import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { readHead } from '../posts/read-head.ts';
import { extensionOf } from './paths.ts';

/** A generator's configuration as plain data. */
export type ConfigurationData = Readonly<Record<string, unknown>>;

/**
 * Reads a configuration file. YAML, TOML and JSON are read whole. JavaScript is never run: only its
 * `key: 'text'` and `key: true` pairs are looked at, first one of each key. Never throws; what cannot be read is
 * empty.
 */
export function readConfiguration(path: string, text: string): ConfigurationData {
  try {
    const value = parsers[extensionOf(path)]?.(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

const parsers: Record<string, (text: string) => unknown> = {
  '.yml': readYaml,
  '.yaml': readYaml,
  '.toml': (text) => parseToml(text.replaceAll('\r\n', '\n')),
  '.json': (text) => JSON.parse(text.replace(/^\uFEFF/, '')),
  '.js': readScript,
  '.cjs': readScript,
  '.mjs': readScript,
  '.ts': readScript,
  '.mts': readScript,
  '.cts': readScript,
};

function readYaml(text: string): unknown {
  // Most configurations are so plain that the quick reader of front matter knows them; the full one takes long to start.
  const block = `---\n${text.trimEnd()}\n---\n`;
  const quick = readHead(block);
  if (quick?.bodyStart === block.length) return quick.data;
  return parseYaml(text, { logLevel: 'silent', uniqueKeys: false, maxAliasCount: 100 });
}

function readScript(text: string): ConfigurationData {
  const data: Record<string, unknown> = {};
  const pair =
    /(?:^|[\s{,(])["']?([A-Za-z_$][\w$]*)["']?\s*:\s*(?:(["'`])((?:(?!\2)[^\\\n]|\\.)*)\2|(true|false)\b)/g;
  for (const [, key, , quoted, word] of withoutComments(text).matchAll(pair)) {
    if (key === undefined || Object.hasOwn(data, key)) continue;
    data[key] = word === undefined ? quoted : word === 'true';
  }
  return data;
}

/** A script without its comments, as far as that can be told without reading it. */
export function withoutComments(script: string): string {
  return script.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[\s;,{(])\/\/[^\n]*/g, '$1');
}

/** The value of a dotted key where it is text with something in it. */
export function textAt(data: ConfigurationData, key: string): string | undefined {
  const value = valueAt(data, key);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The value of a dotted key. */
export function valueAt(data: ConfigurationData, key: string): unknown {
  let value: unknown = data;
  for (const part of key.split('.')) {
    if (!isRecord(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part];
  }
  return value;
}

/** The map at a dotted key; empty where there is none. */
export function recordAt(data: ConfigurationData, key: string): ConfigurationData {
  const value = valueAt(data, key);
  return isRecord(value) ? value : {};
}

/** Whether a value is a map. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
