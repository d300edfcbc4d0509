const files = import.meta.glob<string>('./looks/*.webp', { eager: true, import: 'default' });

/** Small pictures of the themes that come with the program, in both their forms. Pictures of the sample blog’s home page. */
export const lookPictures: ReadonlyMap<string, { light: string; dark: string }> = new Map(
  Object.entries(files).flatMap(([path, light]) => {
    const name = /\/([^/]+)-light\.webp$/.exec(path)?.[1];
    const dark = files[path.replace(/-light\.webp$/, '-dark.webp')];
    return name === undefined || dark === undefined ? [] : [[name, { light, dark }] as const];
  }),
);
