import { ChevronDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SiteLayout } from '../../src-main/common/settings.ts';
import { nameOf } from '../../src-main/common/site/paths.ts';
import type { SiteStyles } from '../../src-main/common/site/style-sheets.ts';
import { Menu, MenuChoice, MenuChoices, MenuHeading, MenuLine } from '../ui/menu.tsx';
import { useWindow, useWindowState } from './window-context.ts';

type Style = SiteLayout['previewStyle'];

const sheetPrefix = 'sheet:';

/** Chooses what the preview is dressed in, and says what it is. Remembered for the blog. */
export function PreviewStyle() {
  const { actions } = useWindow();
  const isOwn = useWindowState((state) => state.site?.convention === 'galley');
  const style = useWindowState((state) => state.layout.previewStyle);
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="preview-style"
          aria-label={`Look of the preview: ${wordsOf(style, isOwn)}`}
        >
          <span>{wordsOf(style, isOwn)}</span>
          <ChevronDown className="icon" aria-hidden />
        </button>
      }
    >
      <MenuChoices
        label="Look of the preview"
        value={chosenValue(style, isOwn)}
        onChange={(value) => actions.changeLayout({ previewStyle: styleOf(value) })}
      >
        {isOwn && <MenuChoice value="site">The site’s page</MenuChoice>}
        <MenuChoice value="galley">Galley’s page</MenuChoice>
        {!isOwn && <SheetChoices />}
        <MenuLine />
        <MenuChoice value="none">No style</MenuChoice>
      </MenuChoices>
    </Menu>
  );
}

function SheetChoices() {
  const { client } = useWindow();
  const [styles, setStyles] = useState<SiteStyles>();
  useEffect(() => {
    let isGone = false;
    client.call('site.styles').then(
      (found) => !isGone && setStyles(found),
      () => !isGone && setStyles({ sheets: [], sources: 0 }),
    );
    return () => {
      isGone = true;
    };
  }, [client]);
  if (!styles) return <MenuHeading>Looking for style sheets…</MenuHeading>;
  const { sheets, sources } = styles;
  return (
    <>
      <MenuLine />
      <MenuHeading>{sheets.length > 0 ? 'Style sheets of this blog' : 'No style sheet found'}</MenuHeading>
      {sheets.map((path) => (
        <MenuChoice key={path} value={sheetPrefix + path} title={path}>
          {path}
        </MenuChoice>
      ))}
      {sources > 0 && <MenuHeading>Sass and Less are offered once the site is built</MenuHeading>}
    </>
  );
}

function wordsOf(style: Style, isOwn: boolean): string {
  switch (style?.kind) {
    case 'sheet':
      return nameOf(style.path);
    case 'none':
      return 'No style';
    case 'galley':
      return 'Galley’s page';
    default:
      return isOwn ? 'The site’s page' : 'Galley’s page';
  }
}

function chosenValue(style: Style, isOwn: boolean): string {
  if (style?.kind === 'sheet') return sheetPrefix + style.path;
  return style?.kind ?? (isOwn ? 'site' : 'galley');
}

function styleOf(value: string): Style {
  if (value === 'none' || value === 'galley') return { kind: value };
  return value.startsWith(sheetPrefix) ? { kind: 'sheet', path: value.slice(sheetPrefix.length) } : undefined;
}
