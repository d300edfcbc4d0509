import * as v from 'valibot';
import { expect, it } from 'vitest';
import { defaultSettings } from '../../src-main/common/default-settings.ts';
import { settingsSchema } from '../../src-main/common/settings.ts';

it('the defaults are what the schema makes of nothing', () => {
  expect(defaultSettings).toEqual(v.parse(settingsSchema, {}));
});
