import { ImageUp } from 'lucide-react';
import { type ClipboardEvent, type DragEvent, useId, useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Row } from '../form-controls.tsx';
import type { PostField } from '../post-fields.ts';
import { useTyped } from '../use-typed.ts';
import { isPicture } from './picture-adder.ts';
import './picture-control.css';
import { choosePictures } from './picture-events.ts';

export interface PictureControlProps {
  field: PostField & { kind: 'picture' };
  disabled: boolean;
  /** Puts the address into the text; answers why where it was refused. */
  commit(text: string, typed: boolean): string | undefined;
  /** Puts a picture into the blog; answers its address, or nothing where that failed and was said. */
  add(file: File): Promise<string | undefined>;
  /** Where the window finds the picture that an address means. */
  addressOf(target: string): string;
}

/** The picture of a post: its address, and the picture itself, which can be chosen, dropped and pasted. */
export function PictureControl({ field, disabled, commit, add, addressOf }: PictureControlProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const typed = useTyped({ value: field.text, commit: (text) => commit(text, true), when: 'key' });

  const use = async (files: readonly File[]) => {
    const file = files.find(isPicture) ?? files[0];
    const target = file && (await add(file));
    if (target !== undefined) commit(target, false);
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    if (!disabled) void use([...event.dataTransfer.files]);
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files].filter(isPicture);
    if (files.length === 0 || disabled) return;
    event.preventDefault();
    void use(files);
  };
  return (
    <Row id={id} label={field.label} problem={typed.problem}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: whoever cannot drop has the button */}
      <span
        className="front-matter-picture"
        data-takes-pictures
        data-over={over || undefined}
        onDragOver={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <Small key={field.text} address={field.text === '' ? undefined : addressOf(field.text)} />
        <TextField
          id={id}
          disabled={disabled}
          placeholder="Choose or drop a picture"
          aria-invalid={typed.problem !== undefined}
          value={typed.shown}
          onChange={(event) => typed.type(event.target.value)}
          onBlur={typed.leave}
          onPaste={onPaste}
        />
        {!disabled && (
          <IconButton
            icon={ImageUp}
            label={`Choose a picture for ${field.label}`}
            onClick={() => choosePictures({ several: false }, (files) => void use(files))}
          />
        )}
      </span>
    </Row>
  );
}

/** The picture itself, where there is one. */
function Small({ address }: { address: string | undefined }) {
  const [isMissing, setMissing] = useState(false);
  if (address === undefined || isMissing) return null;
  return <img className="front-matter-small-picture" src={address} alt="" onError={() => setMissing(true)} />;
}
