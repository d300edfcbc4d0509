/** One setting of git's configuration. Section and name are in lower case, as git lists them. */
export interface ConfigEntry {
  scope: string;
  key: string;
  /** `true` for a setting that is only named. */
  value: string;
}

/** Reads what `git config --show-scope -z --list` prints. */
export function parseConfigList(text: string): ConfigEntry[] {
  const fields = text.split('\0');
  const entries: ConfigEntry[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const scope = fields[index] ?? '';
    const setting = fields[index + 1] ?? '';
    const end = setting.indexOf('\n');
    entries.push({
      scope,
      key: end < 0 ? setting : setting.slice(0, end),
      value: end < 0 ? 'true' : setting.slice(end + 1),
    });
  }
  return entries;
}

/** All settings that hold, the last of several of one name winning. */
export interface Config {
  get(key: string): string | undefined;
  all(key: string): string[];
  isTrue(key: string): boolean;
  /** Middle parts of `section.<middle>.name`: the names of remotes, branches and so on, in order. */
  subsections(section: string): string[];
  has(pattern: RegExp): boolean;
}

export function createConfig(entries: readonly ConfigEntry[]): Config {
  const values = new Map<string, string[]>();
  for (const { key, value } of entries) values.set(key, [...(values.get(key) ?? []), value]);
  const get = (key: string) => values.get(key)?.at(-1);
  return {
    get,
    all: (key) => values.get(key) ?? [],
    isTrue: (key) => /^(true|yes|on|[1-9]\d*)$/i.test(get(key) ?? ''),
    subsections: (section) => [
      ...new Set([...values.keys()].flatMap((key) => subsectionOf(section, key) ?? [])),
    ],
    has: (pattern) => [...values.keys()].some((key) => pattern.test(key)),
  };
}

function subsectionOf(section: string, key: string): string | undefined {
  if (!key.startsWith(`${section}.`)) return undefined;
  const end = key.lastIndexOf('.');
  return end > section.length ? key.slice(section.length + 1, end) : undefined;
}
