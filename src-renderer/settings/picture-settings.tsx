import type { Settings } from '../../src-main/common/settings.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { Segments } from '../ui/segments.tsx';
import { Switch } from '../ui/switch.tsx';

const sides: readonly { value: `${Settings['pictureSide']}`; words: string }[] = [
  { value: '0', words: 'Any size' },
  { value: '1280', words: '1280' },
  { value: '1920', words: '1920' },
  { value: '2560', words: '2560' },
];

const qualities = [
  { value: '70', words: 'Small' },
  { value: '85', words: 'Good' },
  { value: '95', words: 'Best' },
] as const;

/** What is done with pictures on their way into the blog. */
export function PictureSettings() {
  const { actions } = useWindow();
  const { pictureSide, pictureWebp, pictureQuality } = useWindowState((state) => state.settings);
  const isEncoded = pictureSide !== 0 || pictureWebp;
  return (
    <>
      <div className="settings-row">
        <span>Size of pictures</span>
        <Segments
          label="Size of new pictures: longest side in pixels at most"
          value={`${pictureSide}`}
          onChange={(side) =>
            void actions.changeSettings({ pictureSide: Number(side) as Settings['pictureSide'] })
          }
          options={sides}
        />
      </div>
      <div className="settings-row settings-row-tall">
        <span id="picture-webp">
          New pictures as WebP
          <span className="settings-note">Where a picture was taken is left out of it always.</span>
        </span>
        <Switch
          labelledBy="picture-webp"
          checked={pictureWebp}
          onChange={(on) => void actions.changeSettings({ pictureWebp: on })}
        />
      </div>
      {isEncoded && (
        <div className="settings-row">
          <span>Quality of new pictures</span>
          <Segments
            label="Quality of new pictures"
            value={nearest(pictureQuality)}
            onChange={(quality) => void actions.changeSettings({ pictureQuality: Number(quality) })}
            options={qualities}
          />
        </div>
      )}
    </>
  );
}

function nearest(quality: number): (typeof qualities)[number]['value'] {
  if (quality < 78) return '70';
  return quality < 91 ? '85' : '95';
}
