/** Types of `electron.mjs` for the tests, which are compiled without JavaScript. */
export function findElectron(): Promise<{ executable?: string; reason?: string | undefined }>;
export function installedExecutable(folder: string): string | undefined;
