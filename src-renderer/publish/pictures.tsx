import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import type { PlannedChange } from '../../src-main/common/publish/publish.ts';
import { useWindow } from '../app/window-context.ts';
import './pictures.css';

const picture = /\.(?:apng|avif|bmp|gif|ico|jpe?g|png|svg|webp)$/i;

/** Whether a file is one that can be looked at here. */
export function isPicture(path: string): boolean {
  return picture.test(path);
}

/** A picture in one of its versions. */
export interface PictureSide {
  words: string;
  /** `published`, a commit’s name, or undefined for the one on disk. */
  version: string | undefined;
}

/** One picture as it was and as it will be, small. */
export function PictureSides({ path, sides }: { path: string; sides: readonly PictureSide[] }) {
  return (
    <div className="picture-sides">
      {sides.map((side) => (
        <figure key={side.words} className="picture-side">
          <Thumbnail path={path} version={side.version} words={`${side.words}: ${path}`} />
          <figcaption>{side.words}</figcaption>
        </figure>
      ))}
    </div>
  );
}

/** A picture in one version, or that it cannot be shown. */
export function Thumbnail({
  path,
  version,
  words,
}: {
  path: string;
  version: string | undefined;
  words: string;
}) {
  const { client } = useWindow();
  const [failed, setFailed] = useState(false);
  if (failed)
    return (
      <span className="picture-missing">
        <ImageOff className="icon" aria-hidden />
        Cannot be shown
      </span>
    );
  return (
    <img
      src={client.assetUrl({ path, version })}
      alt={words}
      loading="lazy"
      decoding="async"
      onError={() => setFailed(true)}
    />
  );
}

/** What is seen of a changed picture: before and after, or the one that there is. */
export function sidesOf(kind: PlannedChange['kind']): PictureSide[] {
  const online = { words: kind === 'deleted' ? 'Online until now' : 'Online', version: 'published' };
  const here = { words: kind === 'new' ? 'New' : 'Here', version: undefined };
  if (kind === 'new') return [here];
  return kind === 'deleted' ? [online] : [online, here];
}

/** The pictures that go with a post, each small, before and after. */
export function PicturesWith({
  change,
  changes,
}: {
  change: PlannedChange;
  changes: readonly PlannedChange[];
}) {
  const pictures = change.assets.filter(isPicture);
  const others = change.assets.filter((path) => !isPicture(path));
  if (change.assets.length === 0) return null;
  return (
    <section className="pictures" aria-label="Files that go with it">
      {pictures.map((path) => (
        <div key={path} className="picture">
          <PictureSides
            path={path}
            sides={sidesOf(changes.find((each) => each.path === path)?.kind ?? 'new')}
          />
          <p>{path}</p>
        </div>
      ))}
      {others.map((path) => (
        <p key={path}>{path}</p>
      ))}
    </section>
  );
}
