import { RadioGroup } from 'radix-ui';
import type { Look } from '../../src-main/common/new-blog/proposal.ts';
import { lookPictures } from './look-pictures.ts';
import './look-choice.css';

export interface LookChoiceProps {
  looks: readonly Look[];
  value: string | undefined;
  onChange(name: string): void;
}

/** The themes as small pictures to choose from. Arrow keys move the choice. */
export function LookChoice({ looks, value, onChange }: LookChoiceProps) {
  return (
    <RadioGroup.Root className="look-choice" aria-label="Look" value={value ?? ''} onValueChange={onChange}>
      {looks.map(({ name, title, description }) => (
        <RadioGroup.Item key={name} value={name} className="look" aria-label={`${title}: ${description}`}>
          <LookPicture name={name} />
          <span className="look-title">{title}</span>
          <span className="look-note">{description}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

function LookPicture({ name }: { name: string }) {
  const pictures = lookPictures.get(name);
  if (!pictures) return <span className="look-picture look-picture-none" aria-hidden />;
  return (
    <span className="look-picture" aria-hidden>
      <img className="look-light" src={pictures.light} alt="" />
      <img className="look-dark" src={pictures.dark} alt="" />
    </span>
  );
}
