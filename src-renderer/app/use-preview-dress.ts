import { useEffect, useState } from 'react';
import { fileScheme } from '../../src-main/common/site/style-text.ts';
import type { SheetDress, SiteDress } from '../preview/site-page.ts';
import type { OpenDocument } from './open-document.ts';
import { useSitePage } from './use-site-page.ts';
import { useWindow, useWindowState } from './window-context.ts';

const bare: SheetDress = { styles: [] };

/** What the preview of this blog is dressed in, as its author chose: nothing for Galley’s own page. */
export function usePreviewDress(openDocument: OpenDocument): SiteDress | undefined {
  const style = useWindowState((state) => state.layout.previewStyle);
  const page = useSitePage(openDocument, style === undefined);
  const sheet = useSheet(style?.kind === 'sheet' ? style.path : undefined);
  if (style?.kind === 'none') return bare;
  return style ? sheet : page;
}

/** A style sheet of the blog, read again when files of the blog change. Nothing where it cannot be read. */
function useSheet(path: string | undefined): SheetDress | undefined {
  const { client } = useWindow();
  const [sheet, setSheet] = useState<SheetDress>();

  useEffect(() => {
    setSheet(undefined);
    if (path === undefined) return;
    let latest = 0;
    function read(wanted: string): void {
      latest += 1;
      const mine = latest;
      client.call('site.style', { path: wanted }).then(
        ({ css }) => mine === latest && setSheet({ styles: [withAddresses(css, client.assetUrl)] }),
        () => mine === latest && setSheet(undefined),
      );
    }
    read(path);
    const stop = client.listen('repository.changed', () => read(path));
    return () => {
      latest += 1;
      stop();
    };
  }, [client, path]);
  return sheet;
}

function withAddresses(
  css: string,
  assetUrl: (file: { path: string; version: undefined }) => string,
): string {
  const named = new RegExp(`url\\("${fileScheme}([^"]*)"\\)`, 'g');
  return css.replace(named, (_all, path: string) => {
    return `url("${assetUrl({ path: decodeURIComponent(path), version: undefined })}")`;
  });
}
