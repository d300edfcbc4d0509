import { useEffect, useState } from 'react';
import type { PageFrame } from '../../src-main/common/build/page-frame.ts';
import type { OpenDocument } from './open-document.ts';
import { useWindow, useWindowState } from './window-context.ts';

/** How long after a change the page is asked for, in milliseconds. */
const pause = 150;
/** Front matter is in the beginning of a file; what lies far behind it changes no page. In UTF-16 code units. */
const head = 20_000;

/**
 * What the site’s theme puts around the open post, as title and date are typed and when the theme changes. Nothing for a
 * blog of another generator, or where the theme cannot be read: then the preview shows its own page.
 */
export function useSitePage(openDocument: OpenDocument, isWanted: boolean): PageFrame | undefined {
  const { client } = useWindow();
  const isOwn = useWindowState((state) => state.site?.convention === 'galley');
  const [page, setPage] = useState<PageFrame>();

  useEffect(() => {
    if (!isOwn || !isWanted) {
      setPage(undefined);
      return;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asked = '';
    let latest = 0;

    function ask(always: boolean): void {
      const document = openDocument.get();
      if (!document) return;
      const text = document.text.sliceString(0, head);
      const key = `${document.path}\0${beginningOf(text)}`;
      if (key === asked && !always) return;
      asked = key;
      latest += 1;
      const mine = latest;
      client.call('site.page', { path: document.path, text }).then(
        (found) => mine === latest && setPage(found),
        () => mine === latest && setPage(undefined),
      );
    }
    const soon = (always: boolean) => () => {
      clearTimeout(timer);
      timer = setTimeout(() => ask(always), pause);
    };
    ask(true);
    const stops = [
      openDocument.subscribe(soon(false)),
      client.listen('repository.changed', soon(true)),
      client.listen('site.changed', soon(true)),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [client, openDocument, isOwn, isWanted]);
  return page;
}

/** The front matter and the beginning of the text, which a theme may show as its description. */
function beginningOf(text: string): string {
  const end = text.indexOf('\n---', 3);
  return text.slice(0, Math.max(end, 0) + 2000);
}
