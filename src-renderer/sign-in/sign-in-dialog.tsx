import { Info, TriangleAlert } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { SignInQuestion, SignInReply } from '../../src-main/common/publish/sign-in.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogFoot } from '../ui/dialog.tsx';
import { AccountFields } from './account-fields.tsx';
import { HostKeyWords } from './host-key-words.tsx';
import { SecretFields } from './secret-fields.tsx';
import './sign-in.css';

/** The question that git or ssh has for the author, while the publish waits. Closing it ends the publish. */
export function SignInDialog() {
  const question = useWindowState((state) => state.signIn);
  const [lastUser, setLastUser] = useState('');
  if (!question) return null;
  return <Question key={question.id} question={question} lastUser={lastUser} onUser={setLastUser} />;
}

/** What a form hands over: what it has, and whether that is enough to go on. */
export interface FormAnswer {
  reply: SignInReply;
  complete: boolean;
}

interface QuestionProps {
  question: SignInQuestion;
  lastUser: string;
  onUser(user: string): void;
}

function Question({ question, lastUser, onUser }: QuestionProps) {
  const { client, store } = useWindow();
  const [answer, setAnswer] = useState<FormAnswer>({ reply: { kind: 'yes' }, complete: false });
  const [busy, setBusy] = useState(false);
  const { subject } = question;
  const { title, goOn } = words(question);
  const isChoice = subject.kind === 'host-key' || subject.kind === 'confirm';

  async function reply(given: SignInReply): Promise<void> {
    if (busy) return;
    setBusy(true);
    if (given.kind === 'secret' && given.user) onUser(given.user);
    try {
      await client.call('signIn.answer', { id: question.id, reply: given });
      if (store.get().signIn?.id === question.id) store.change({ signIn: undefined });
    } catch (error) {
      setBusy(false);
      store.change({ notice: { tone: 'problem', ...failureOf(error) } });
    }
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isChoice) void reply({ kind: 'yes' });
    else if (answer.complete) void reply(answer.reply);
  }

  return (
    <Dialog
      title={title}
      description={whoAsks(question)}
      steady
      onClose={() => void reply({ kind: 'cancel' })}
      className="sign-in"
    >
      <form onSubmit={submit}>
        <div className="sign-in-body">
          {question.again && (
            <Note icon={<TriangleAlert className="icon" aria-hidden />} tone="problem">
              {question.again}
            </Note>
          )}
          <Fields question={question} lastUser={lastUser} onChange={setAnswer} />
        </div>
        <DialogFoot>
          <Button onClick={() => void reply({ kind: 'cancel' })}>Cancel</Button>
          {goOn && (
            <Button look="primary" type="submit" disabled={busy || (!isChoice && !answer.complete)}>
              {goOn}
            </Button>
          )}
        </DialogFoot>
      </form>
    </Dialog>
  );
}

function Fields({
  question,
  lastUser,
  onChange,
}: {
  question: SignInQuestion;
  lastUser: string;
  onChange(answer: FormAnswer): void;
}): ReactNode {
  const { subject } = question;
  switch (subject.kind) {
    case 'account':
      return <AccountFields question={question} subject={subject} lastUser={lastUser} onChange={onChange} />;
    case 'host-key':
      return <HostKeyWords subject={subject} />;
    case 'passphrase':
    case 'code':
    case 'secret':
      return <SecretFields question={question} subject={subject} onChange={onChange} />;
    case 'confirm':
    case 'notice':
      return <p className="sign-in-words">{subject.words}</p>;
  }
}

function words({ subject }: SignInQuestion): { title: string; goOn: string | undefined } {
  switch (subject.kind) {
    case 'account':
      return { title: `Sign in to ${subject.host}`, goOn: 'Sign in' };
    case 'passphrase':
      return { title: 'Unlock your SSH key', goOn: 'Unlock' };
    case 'host-key':
      return { title: 'Do you know this computer?', goOn: 'The fingerprint is right' };
    case 'code':
      return { title: 'A code is asked for', goOn: 'Go on' };
    case 'secret':
      return { title: 'A secret is asked for', goOn: 'Go on' };
    case 'confirm':
      return { title: 'Please decide', goOn: 'Yes' };
    case 'notice':
      return { title: 'Something to do', goOn: undefined };
  }
}

function whoAsks({ subject, remote, host }: SignInQuestion): string {
  const where = host && host !== remote ? `${remote ?? 'The remote'} (${host})` : (remote ?? 'The remote');
  switch (subject.kind) {
    case 'account':
      return `The remote ${remote ? `“${remote}” ` : ''}asks who you are. Your git had no sign-in for it.`;
    case 'passphrase':
      return `Publishing to ${where} uses a key that is locked with a passphrase.`;
    case 'host-key':
      return 'Git is about to speak with it by SSH for the first time from here.';
    default:
      return `Asked on the way to ${where}.`;
  }
}

/** A sentence with a sign before it. */
export function Note({
  icon = <Info className="icon" aria-hidden />,
  tone = 'calm',
  children,
}: {
  icon?: ReactNode;
  tone?: 'calm' | 'problem';
  children: ReactNode;
}) {
  return (
    <div className="sign-in-note" data-tone={tone} role={tone === 'problem' ? 'alert' : undefined}>
      {icon}
      <p>{children}</p>
    </div>
  );
}
