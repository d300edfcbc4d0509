import type { Settings } from './settings.ts';

/** What holds before anything was set: what the schema makes of nothing, without the schema. */
export const defaultSettings: Settings = {
  theme: 'system',
  writingFace: 'mono',
  lineWidth: 'medium',
  toolbar: false,
  outline: false,
  focusMode: false,
  typewriter: false,
  vimKeys: false,
  pictureSide: 0,
  pictureWebp: false,
  pictureQuality: 85,
  remoteImages: false,
  lookWhetherLive: true,
  layouts: {},
};
