import * as v from 'valibot';

const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(100));

/** How the window of one blog was left. Sizes are percent of the window's width. */
export const siteLayoutSchema = v.object({
  listSize: v.optional(fraction),
  previewSize: v.optional(fraction),
  listOpen: v.optional(v.boolean()),
  previewOpen: v.optional(v.boolean()),
  openPost: v.optional(v.string()),
  /** How the list is ordered; newest first where nothing is said. */
  listOrder: v.optional(v.picklist(['newest', 'oldest', 'title'])),
  /** The screen that the preview stands for. */
  previewWidth: v.optional(v.picklist(['phone', 'tablet', 'desktop'])),
  /** What the preview is dressed in: Galley's own page, no style at all, or a style sheet of the blog by its path. */
  previewStyle: v.optional(
    v.variant('kind', [
      v.object({ kind: v.literal('galley') }),
      v.object({ kind: v.literal('none') }),
      v.object({ kind: v.literal('sheet'), path: v.string() }),
    ]),
  ),
});

/** Everything a person can set. Read from one JSON file; what is missing or invalid there takes its default. */
export const settingsSchema = v.object({
  theme: v.optional(v.picklist(['system', 'light', 'dark']), 'system'),
  writingFace: v.optional(v.picklist(['serif', 'sans', 'mono']), 'mono'),
  /** How long a line of the text may get: about 60, 72 or 92 characters. */
  lineWidth: v.optional(v.picklist(['narrow', 'medium', 'wide']), 'medium'),
  /** A bar of writing commands above the text. */
  toolbar: v.optional(v.boolean(), false),
  /** The headings of the post beside the text. */
  outline: v.optional(v.boolean(), false),
  /** All paragraphs but the one being written step back. */
  focusMode: v.optional(v.boolean(), false),
  /** The line being written stays in the middle of the window. */
  typewriter: v.optional(v.boolean(), false),
  /** The keys of Vim in the text. */
  vimKeys: v.optional(v.boolean(), false),
  /** Pixels of the longest side that a picture may have on its way into the blog; 0: as it is. */
  pictureSide: v.optional(v.picklist([0, 1280, 1920, 2560]), 0),
  /** Pictures become WebP on their way into the blog. */
  pictureWebp: v.optional(v.boolean(), false),
  /** Quality of pictures that are encoded again: 1 to 100. */
  pictureQuality: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 85),
  /** Load pictures of other sites in the preview. Off: opening a post tells nobody. */
  remoteImages: v.optional(v.boolean(), false),
  /** After a publish, ask the site whether its readers have it. */
  lookWhetherLive: v.optional(v.boolean(), true),
  /** By the root folder of the blog. */
  layouts: v.optional(v.record(v.string(), siteLayoutSchema), {}),
});

export type Settings = v.InferOutput<typeof settingsSchema>;
export type SiteLayout = v.InferOutput<typeof siteLayoutSchema>;

/** A change of some settings; the others stay. */
export const settingsChangeSchema = v.partial(
  v.object({
    theme: v.picklist(['system', 'light', 'dark']),
    writingFace: v.picklist(['serif', 'sans', 'mono']),
    lineWidth: v.picklist(['narrow', 'medium', 'wide']),
    toolbar: v.boolean(),
    outline: v.boolean(),
    focusMode: v.boolean(),
    typewriter: v.boolean(),
    vimKeys: v.boolean(),
    pictureSide: v.picklist([0, 1280, 1920, 2560]),
    pictureWebp: v.boolean(),
    pictureQuality: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
    remoteImages: v.boolean(),
    lookWhetherLive: v.boolean(),
    layouts: v.record(v.string(), siteLayoutSchema),
  }),
);
export type SettingsChange = v.InferOutput<typeof settingsChangeSchema>;
