import { ImageOff, ImagePlus, ImageUp } from 'lucide-react';
import { useSelected } from '../../app/store.ts';
import { Button } from '../../ui/button.tsx';
import type { PictureAdder } from './picture-adder.ts';

/** What became of pictures that were added: which one is on its way, which could not be, which nobody shows any more. */
export function PictureNotes({ adder, onDone }: { adder: PictureAdder; onDone: () => void }) {
  const { adding, failures, leftBehind } = useSelected(adder.store, (state) => state);
  const back = (act: () => void) => () => {
    act();
    onDone();
  };
  return (
    <>
      {adding && (
        <div className="outside-change outside-change-offer" role="status">
          <ImageUp className="icon" aria-hidden />
          <p className="outside-change-words">
            Adding {adding.name}
            {adding.total > 1 && ` (${adding.number} of ${adding.total})`}…
          </p>
          <div className="outside-change-actions">
            <Button onClick={back(adder.cancel)}>Cancel</Button>
          </div>
        </div>
      )}
      {failures.length > 0 && (
        <div className="outside-change" role="alert">
          <ImageOff className="icon" aria-hidden />
          <div className="outside-change-words">
            {failures.map(({ name, message, next }) => (
              <p key={`${name} ${message}`}>
                <strong>{name} was not added.</strong> {message} {next}
              </p>
            ))}
          </div>
          <div className="outside-change-actions">
            <Button onClick={back(adder.dismiss)}>Close</Button>
          </div>
        </div>
      )}
      {leftBehind.length > 0 && (
        <div className="outside-change outside-change-offer" role="status">
          <ImagePlus className="icon" aria-hidden />
          <p className="outside-change-words">{wordsFor(leftBehind)}</p>
          <div className="outside-change-actions">
            <Button onClick={back(() => void adder.removeLeftBehind())}>
              {leftBehind.length === 1 ? 'Remove the file' : 'Remove the files'}
            </Button>
            <Button onClick={back(adder.dismiss)}>Keep</Button>
          </div>
        </div>
      )}
    </>
  );
}

function wordsFor(paths: readonly string[]): string {
  const [first] = paths;
  return paths.length === 1
    ? `The picture stays in the blog, as ${first}.`
    : `${paths.length} pictures stay in the blog: ${paths.join(', ')}.`;
}
