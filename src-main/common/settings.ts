import * as v from 'valibot';

const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(100));

/** How the window of one blog was left. Sizes are percent of the window's width. */
export const siteLayoutSchema = v.object({
  listSize: v.optional(fraction),
  previewSize: v.optional(fraction),
  listOpen: v.optional(v.boolean()),
  previewOpen: v.optional(v.boolean()),
  openPost: v.optional(v.string()),
});

/** Everything a person can set. Read from one JSON file; what is missing or invalid there takes its default. */
export const settingsSchema = v.object({
  theme: v.optional(v.picklist(['system', 'light', 'dark']), 'system'),
  writingFace: v.optional(v.picklist(['serif', 'sans', 'mono']), 'mono'),
  /** Load pictures of other sites in the preview. Off: opening a post tells nobody. */
  remoteImages: v.optional(v.boolean(), false),
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
    remoteImages: v.boolean(),
    layouts: v.record(v.string(), siteLayoutSchema),
  }),
);
export type SettingsChange = v.InferOutput<typeof settingsChangeSchema>;
