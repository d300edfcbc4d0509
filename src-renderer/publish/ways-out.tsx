import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { WayOut } from '../../src-main/common/publish/ways-out.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow } from '../app/window-context.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { Labelled, TextField } from '../ui/field.tsx';
import { type Repair, repairBy } from './repairing.ts';
import './ways-out.css';

export interface WaysOutProps {
  ways: readonly WayOut[];
  /** What is looked at again once something was done. */
  onDone(): void;
}

/** What Galley itself can do about what stands in the way. Nothing is done before it was said what it does. */
export function WaysOut({ ways, onDone }: WaysOutProps) {
  const { client } = useWindow();
  const [failure, setFailure] = useState<AppErrorData>();
  const [busy, setBusy] = useState(false);

  async function run(repair: Repair, andThen: () => void = onDone): Promise<void> {
    setFailure(undefined);
    setBusy(true);
    try {
      await repairBy(client, repair);
      andThen();
    } catch (error) {
      setFailure(failureOf(error));
    }
    setBusy(false);
  }

  return (
    <>
      {ways.map((way) => (
        <Way key={way.kind} way={way} busy={busy} run={run} />
      ))}
      {failure && <Failure {...failure} />}
    </>
  );
}

interface WayProps<W extends WayOut = WayOut> {
  way: W;
  busy: boolean;
  /** @param andThen instead of looking at what is there now */
  run(repair: Repair, andThen?: () => void): Promise<void>;
}

function Way({ way, ...rest }: WayProps): ReactNode {
  switch (way.kind) {
    case 'abort-operation':
      return <AbortOperation way={way} {...rest} />;
    case 'put-on-branch':
      return <PutOnBranch way={way} {...rest} />;
    case 'set-remote':
      return <SetRemote way={way} {...rest} />;
    case 'choose-place':
      return <ChoosePlace way={way} {...rest} />;
    case 'remove-lock':
      return <RemoveLock way={way} {...rest} />;
    case 'fetch-history':
      return (
        <div className="way-out">
          <p className="publish-text">The rest of its history can be fetched. No file changes.</p>
          <Button
            look="primary"
            disabled={rest.busy}
            onClick={() => void rest.run({ kind: 'fetch-history' })}
          >
            {rest.busy ? 'Fetching…' : 'Fetch the rest'}
          </Button>
        </div>
      );
  }
}

type Of<K extends WayOut['kind']> = WayProps<Extract<WayOut, { kind: K }>>;

function AbortOperation({ way, busy, run }: Of<'abort-operation'>) {
  const { publishing } = useWindow();
  const { operation, effects, goesOnHere } = way;
  const abort: Repair = { kind: 'abort-operation', operation };
  // A merge that was begun is meant, whatever git is set to.
  const bringIn = () => void publishing.bringIn(operation === 'merge' ? { merge: true } : undefined);
  const words = effects.map((effect) => <p key={effect}>{effect}</p>);
  return (
    <>
      {goesOnHere && (
        <Question
          open="Go on with it here…"
          question={`Go on with the ${operation} here?`}
          answer="Go on here"
          look="primary"
          busy={busy}
          onYes={() => run(abort, bringIn)}
        >
          <p>
            What others published is brought in anew. Where both of you changed the same place you are asked
            what is to stand there, and nothing changes until you have decided.
          </p>
          {words}
        </Question>
      )}
      <Question
        open={`Call off the ${operation}…`}
        question={`Call off the ${operation}?`}
        answer={`Call off the ${operation}`}
        busy={busy}
        onYes={() => run(abort)}
      >
        {words}
      </Question>
    </>
  );
}

function RemoveLock({ way, busy, run }: Of<'remove-lock'>) {
  return (
    <Question
      open="Remove the lock…"
      question="Remove the lock that a killed git left behind?"
      answer="Remove it"
      busy={busy}
      onYes={() => run({ kind: 'remove-lock', path: way.path })}
    >
      <p>
        <code>{way.path}</code> is {age(way.seconds)} old. No running program holds it, and every git that
        runs now was started later. Your posts are not touched.
      </p>
    </Question>
  );
}

function age(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} seconds`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} minutes`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} hours`;
  return `${Math.round(seconds / 86400)} days`;
}

/** A button, and behind it what will happen, with a button for yes and one for no. */
function Question(props: {
  open: string;
  question: string;
  answer: string;
  look?: 'primary';
  busy: boolean;
  onYes(): void;
  children: ReactNode;
}) {
  const [asked, setAsked] = useState(false);
  const title = useId();
  if (!asked) {
    return (
      <div className="way-out">
        <Button look={props.look ?? 'plain'} onClick={() => setAsked(true)}>
          {props.open}
        </Button>
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would look for controls of a form
    <div className="way-out way-question" role="group" aria-labelledby={title}>
      <h3 id={title}>{props.question}</h3>
      {props.children}
      <div className="way-answers">
        <Button look="primary" autoFocus disabled={props.busy} onClick={props.onYes}>
          {props.answer}
        </Button>
        <Button onClick={() => setAsked(false)}>No, leave it</Button>
      </div>
    </div>
  );
}

function PutOnBranch({ way, busy, run }: Of<'put-on-branch'>) {
  const [name, setName] = useState(way.name);
  const isThere = way.existing.includes(name.trim());
  return (
    <WayForm
      busy={busy}
      answer={isThere ? `Go back to ${name.trim()}` : 'Put this on a branch'}
      ready={name.trim() !== ''}
      onYes={() => run({ kind: 'put-on-branch', name: name.trim() })}
    >
      <Labelled
        label="Branch"
        note={
          isThere
            ? 'Every change stays as it is, and no version is left behind.'
            : 'A new branch of this name. Your site may be built from another one.'
        }
      >
        <TextField value={name} onChange={(event) => setName(event.target.value)} />
      </Labelled>
    </WayForm>
  );
}

function SetRemote({ way, busy, run }: Of<'set-remote'>) {
  const [address, setAddress] = useState(way.address ?? '');
  return (
    <WayForm
      busy={busy}
      answer={way.address === undefined ? 'Add the remote' : 'Change the address'}
      ready={address.trim() !== '' && address !== way.address}
      onYes={() => run({ kind: 'set-remote', remote: way.remote, address })}
    >
      <Labelled
        label={way.address === undefined ? 'Address of the remote' : `Address of ${way.remote}`}
        note="As your host shows it, such as https://github.com/you/blog.git. It is kept in this repository."
      >
        <TextField value={address} onChange={(event) => setAddress(event.target.value)} />
      </Labelled>
    </WayForm>
  );
}

function ChoosePlace({ way, busy, run }: Of<'choose-place'>) {
  const [chosen, setChosen] = useState(0);
  const name = useId();
  const place = way.choices[chosen];
  return (
    <WayForm
      busy={busy}
      answer="Publish there from now on"
      ready={place !== undefined}
      onYes={() => place && run({ kind: 'choose-place', place })}
    >
      <fieldset className="way-choices">
        <legend>Where to publish</legend>
        {way.choices.map(({ remote, branch }, index) => (
          <label key={`${remote}/${branch}`}>
            <input type="radio" name={name} checked={index === chosen} onChange={() => setChosen(index)} />{' '}
            {remote}, branch {branch}
          </label>
        ))}
      </fieldset>
    </WayForm>
  );
}

function WayForm(props: {
  answer: string;
  busy: boolean;
  ready: boolean;
  onYes(): void;
  children: ReactNode;
}) {
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (props.ready && !props.busy) props.onYes();
  }
  return (
    <form className="way-out" onSubmit={submit}>
      {props.children}
      <Button look="primary" type="submit" disabled={!props.ready || props.busy}>
        {props.answer}
      </Button>
    </form>
  );
}
