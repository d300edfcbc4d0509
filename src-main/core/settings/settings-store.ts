import { join } from 'node:path';
import * as v from 'valibot';
import { type Settings, type SettingsChange, settingsSchema } from '../../common/settings.ts';
import { createDisk, type Disk } from '../disk.ts';
import type { GalleyHome } from '../home.ts';
import { jsonFile } from './json-file.ts';

/** What a person has set, in `settings.json` of Galley's data folder. */
export interface SettingsStore {
  /** Parts of the file that are missing or invalid take their defaults. */
  read(): Promise<Settings>;
  /** Changes some settings and returns all. @throws AppError as `Disk.write` */
  change(change: SettingsChange): Promise<Settings>;
}

/** The settings of this person on this computer. */
export function createSettingsStore(home: GalleyHome, disk: Disk = createDisk()): SettingsStore {
  const file = jsonFile(disk, join(home.data, 'settings.json'));
  // One change after the other: two at once would each write the file without the other's part.
  let last: Promise<unknown> = Promise.resolve();

  const read = async (): Promise<Settings> => readSettings(await file.read()).settings;
  const change = async (wanted: SettingsChange): Promise<Settings> => {
    const { settings, isWhole } = readSettings(await file.read());
    if (!isWhole) await file.keepAside();
    const layouts = { ...settings.layouts, ...wanted.layouts };
    const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
    const changed: Settings = { ...settings, ...given, layouts };
    await file.write(changed);
    return changed;
  };

  return {
    read,
    change(wanted) {
      const result = last.then(() => change(wanted));
      last = result.catch(() => undefined);
      return result;
    },
  };
}

/** Reads each setting on its own, so that one that cannot be read costs no other. */
function readSettings(value: unknown): { settings: Settings; isWhole: boolean } {
  if (value === undefined) return { settings: v.parse(settingsSchema, {}), isWhole: true };
  const whole = v.safeParse(settingsSchema, value);
  if (whole.success) return { settings: whole.output, isWhole: true };
  const parts = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const sound = Object.entries(parts).filter(([key, part]) => {
    const schema = Object.hasOwn(settingsSchema.entries, key)
      ? settingsSchema.entries[key as keyof typeof settingsSchema.entries]
      : undefined;
    return schema !== undefined && v.is(schema, part);
  });
  return { settings: v.parse(settingsSchema, Object.fromEntries(sound)), isWhole: false };
}
