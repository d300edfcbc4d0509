import { type FormEvent, useEffect, useId, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { NewBlogProposal } from '../../src-main/common/new-blog/proposal.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogFoot } from '../ui/dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { Labelled, TextField } from '../ui/field.tsx';
import { Segments } from '../ui/segments.tsx';
import { type BlogAnswers, emptyAnswers, newBlogOf, whatIsMissing } from './blog-answers.ts';
import { LookChoice } from './look-choice.tsx';
import './new-blog-dialog.css';

/** Asks for what a new blog needs, all in one place, and makes it. */
export function NewBlogDialog() {
  const { actions } = useWindow();
  const separator = useWindowState((state) => (state.host?.platform === 'win32' ? '\\' : '/'));
  const { proposal, failure: proposalFailure } = useProposal();
  const [answers, setAnswers] = useState<BlogAnswers>(emptyAnswers);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AppErrorData>();
  const blog = proposal && newBlogOf(answers, proposal, separator);
  const shown = failure ?? proposalFailure;
  const missing = proposal && whatIsMissing(answers, proposal);
  const change = (some: Partial<BlogAnswers>) => {
    setAnswers({ ...answers, ...some });
    setFailure(undefined);
  };

  async function create(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!blog || missing || busy) return;
    setBusy(true);
    try {
      await actions.createBlog(blog);
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  }

  return (
    <Dialog
      title="New blog"
      description="Plain files in a repository of your own. Everything can be changed later."
      className="new-blog"
      onClose={() => actions.showPanel(undefined)}
    >
      <form className="new-blog-form" onSubmit={(event) => void create(event)}>
        <div className="new-blog-fields">
          <NameAndAuthor {...{ answers, change, proposal }} />
          <Places {...{ answers, change }} folder={blog?.folder ?? ''} separator={separator} />
          <fieldset className="new-blog-part">
            <legend className="labelled-words">Look</legend>
            <LookChoice
              looks={proposal?.looks ?? []}
              value={answers.look ?? proposal?.looks[0]?.name}
              onChange={(look) => change({ look })}
            />
          </fieldset>
        </div>
        {shown && (
          <div className="new-blog-failure">
            <Failure {...shown} />
          </div>
        )}
        <DialogFoot>
          <p className="new-blog-missing" role="status">
            {missing}
          </p>
          <Button onClick={() => actions.showPanel(undefined)}>Cancel</Button>
          <Button look="primary" type="submit" disabled={!blog || missing !== undefined || busy}>
            {busy ? 'Making it…' : 'Start the blog'}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

interface PartProps {
  answers: BlogAnswers;
  change(some: Partial<BlogAnswers>): void;
}

function NameAndAuthor({ answers, change, proposal }: PartProps & { proposal: NewBlogProposal | undefined }) {
  return (
    <div className="new-blog-part new-blog-two">
      <Labelled label="Name of the blog">
        <TextField
          data-first
          spellCheck
          maxLength={200}
          value={answers.title}
          onChange={(event) => change({ title: event.target.value })}
        />
      </Labelled>
      <Labelled label="Your name">
        <TextField
          autoComplete="name"
          maxLength={200}
          value={answers.author ?? proposal?.author ?? ''}
          onChange={(event) => change({ author: event.target.value })}
        />
      </Labelled>
      <Labelled label="What it is about" note="One sentence, shown below the name. May stay empty.">
        <TextField
          spellCheck
          maxLength={500}
          value={answers.description}
          onChange={(event) => change({ description: event.target.value })}
        />
      </Labelled>
      {proposal?.needsEmail && (
        <Labelled label="Your mail address" note="Git writes it into every version. Kept in this blog alone.">
          <TextField
            type="email"
            autoComplete="email"
            maxLength={320}
            value={answers.email}
            onChange={(event) => change({ email: event.target.value })}
          />
        </Labelled>
      )}
    </div>
  );
}

const wheres = [
  { value: 'later', words: 'Decide later' },
  { value: 'address', words: 'GitHub, GitLab, …' },
  { value: 'bare', words: 'A folder or drive' },
] as const;

function Places({ answers, change, folder, separator }: PartProps & { folder: string; separator: string }) {
  const note = useId();
  return (
    <div className="new-blog-part">
      <Labelled
        label="Folder on this computer"
        note="Made for you. May also be a repository without a blog in it."
      >
        <TextField
          className="new-blog-path"
          value={answers.folder ?? folder}
          onChange={(event) => change({ folder: event.target.value })}
        />
      </Labelled>
      <fieldset className="new-blog-where" aria-describedby={note}>
        <legend className="labelled-words">Where it is published</legend>
        <Segments
          label="Where it is published"
          value={answers.where}
          options={wheres}
          onChange={(where) => change({ where })}
        />
        {answers.where === 'address' && (
          <Labelled label="Address of an empty repository">
            <TextField
              className="new-blog-path"
              placeholder="https://github.com/you/blog.git"
              value={answers.address}
              onChange={(event) => change({ address: event.target.value })}
            />
          </Labelled>
        )}
        {answers.where === 'bare' && (
          <Labelled label="Folder to publish to">
            <TextField
              className="new-blog-path"
              placeholder={`${separator === '/' ? '/media/drive' : 'E:'}${separator}blog.git`}
              value={answers.bare}
              onChange={(event) => change({ bare: event.target.value })}
            />
          </Labelled>
        )}
        <p id={note} className="labelled-note">
          {whereNotes[answers.where]}
        </p>
        {answers.where !== 'later' && <SiteWays {...{ answers, change }} />}
      </fieldset>
    </div>
  );
}

const whereNotes = {
  later: 'You can write at once. An address can be added whenever you want to publish.',
  address: 'Make an empty repository there first; Galley fills it when you publish.',
  bare: 'A bare repository is made there where there is none: on a drive, a share or a server’s folder.',
};

const ways = [
  { value: 'branch', words: 'A branch' },
  { value: 'docs', words: 'The folder docs' },
  { value: 'workflow', words: 'Built there' },
  { value: 'none', words: 'Only the texts' },
] as const;

const wayNotes = {
  branch:
    'Publishing sends your texts, and the built site to a branch of its own (gh-pages) that Pages can serve.',
  docs: 'Publishing sends your texts, and the built site in the folder docs beside them.',
  workflow: 'Publishing sends your texts; a workflow file has GitHub or GitLab build the site from them.',
  none: 'Publishing sends your texts and builds no site.',
};

function SiteWays({ answers, change }: PartProps) {
  return (
    <div className="new-blog-ways">
      <span className="labelled-words" aria-hidden>
        The built site
      </span>
      <Segments
        label="The built site"
        value={answers.site}
        options={ways}
        onChange={(site) => change({ site })}
      />
      <p className="labelled-note">{wayNotes[answers.site]}</p>
    </div>
  );
}

function useProposal() {
  const { client } = useWindow();
  const [proposal, setProposal] = useState<NewBlogProposal>();
  const [failure, setFailure] = useState<AppErrorData>();
  useEffect(() => {
    let wanted = true;
    client.call('blog.propose').then(
      (found) => wanted && setProposal(found),
      (error: unknown) => wanted && setFailure(failureOf(error)),
    );
    return () => {
      wanted = false;
    };
  }, [client]);
  return { proposal, failure };
}
