import type { Page } from 'playwright-core';
import { deferred } from './deferred.ts';

/** Keeps a script of the page from coming until the answer is called. */
export async function holdPart(page: Page, file: RegExp): Promise<() => void> {
  const mayCome = deferred<void>();
  await page.route(file, async (route) => {
    await mayCome.promise;
    await route.fallback();
  });
  return () => mayCome.resolve();
}
