import type { Handlers } from '../../common/api/contract.ts';
import { AppError } from '../../common/errors.ts';
import type { SiteInfo } from '../../common/site/site.ts';

/**
 * Opens what a person expects to see when they name no blog: the one that was open last, and the sample where
 * there was none yet. Undefined where none of them can be opened: the window shows its start screen.
 */
export async function openLastSite(handlers: Handlers): Promise<SiteInfo | undefined> {
  const recent = await handlers['site.recent']({});
  const last = recent[0];
  if (last) return orUndefined(handlers['site.open']({ path: last.root }));
  return orUndefined(handlers['site.openSample']({}));
}

async function orUndefined(opening: Promise<SiteInfo>): Promise<SiteInfo | undefined> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
