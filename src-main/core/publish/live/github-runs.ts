import * as v from 'valibot';
import type { HostedRepository } from '../../../common/publish/live.ts';
import type { Ask } from './guarded-fetch.ts';

/** The build of one commit on its host. */
export type BuildState =
  | { kind: 'unknown' }
  | { kind: 'building'; words: string; url: string | undefined }
  | { kind: 'done'; words: string; url: string | undefined }
  | { kind: 'failed'; words: string; url: string | undefined };

const runSchema = v.object({
  id: v.number(),
  name: v.nullish(v.string(), 'build'),
  status: v.nullish(v.string(), ''),
  conclusion: v.nullish(v.string()),
  html_url: v.nullish(v.string()),
});
const runsSchema = v.object({ workflow_runs: v.array(runSchema) });
const jobsSchema = v.object({
  jobs: v.array(
    v.object({
      id: v.number(),
      name: v.nullish(v.string(), ''),
      conclusion: v.nullish(v.string()),
      steps: v.nullish(v.array(v.object({ name: v.string(), conclusion: v.nullish(v.string()) })), []),
    }),
  ),
});
const annotationsSchema = v.array(
  v.object({ annotation_level: v.nullish(v.string()), message: v.nullish(v.string(), '') }),
);

/** Conclusions of a run after which nothing is built. */
const failures = ['failure', 'timed_out', 'startup_failure', 'action_required'];

/**
 * Asks GitHub, without a token, how the workflows of a commit go. Whatever it does not say is `unknown`: a private
 * repository, a limit that is reached, no workflow. Source: the REST interface, “List workflow runs for a repository”,
 * “List jobs for a workflow run”, “List check run annotations”.
 *
 * @param api address of the interface, without a slash at its end
 */
export async function askGitHubBuild(
  ask: Ask,
  { api, repository, commit }: { api: string; repository: HostedRepository; commit: string },
  signal: AbortSignal,
): Promise<BuildState> {
  const base = `${api}/repos/${encodeURIComponent(repository.owner)}/${encodeURIComponent(repository.name)}`;
  const read = async <S extends v.GenericSchema>(
    path: string,
    schema: S,
  ): Promise<v.InferOutput<S> | undefined> => {
    const headers = { accept: 'application/vnd.github+json' };
    const answer = await ask(`${base}${path}`, { method: 'GET', headers, signal }).catch(() => undefined);
    if (answer?.status !== 200) return undefined;
    const parsed = v.safeParse(schema, jsonOf(answer.text));
    return parsed.success ? parsed.output : undefined;
  };

  const runs = (await read(`/actions/runs?head_sha=${commit}&per_page=20`, runsSchema))?.workflow_runs ?? [];
  const failed = runs.find(({ conclusion }) => failures.includes(conclusion ?? ''));
  if (failed) {
    const job = (await read(`/actions/runs/${failed.id}/jobs?per_page=50`, jobsSchema))?.jobs.find(
      ({ conclusion }) => failures.includes(conclusion ?? ''),
    );
    const notes = job && (await read(`/check-runs/${job.id}/annotations?per_page=20`, annotationsSchema));
    const line = notes?.find((note) => note.annotation_level === 'failure' && note.message)?.message;
    const step = job?.steps.find(({ conclusion }) => failures.includes(conclusion ?? ''))?.name;
    const words = firstLine(line) ?? [job?.name, step].filter(Boolean).join(': ');
    return { kind: 'failed', words: words || failed.name, url: linkOf(failed.html_url) };
  }
  const open = runs.find(({ status }) => status !== 'completed');
  if (open) return { kind: 'building', words: open.name, url: linkOf(open.html_url) };
  const [first] = runs;
  return first ? { kind: 'done', words: first.name, url: linkOf(first.html_url) } : { kind: 'unknown' };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstLine(text: string | undefined): string | undefined {
  return (
    text
      ?.split(/\r?\n/)
      .map((line) => line.trim())
      .find((line) => line !== '')
      ?.slice(0, 300) || undefined
  );
}

/** Only an address that can be opened is handed on. */
function linkOf(url: string | null | undefined): string | undefined {
  return url && /^https?:\/\//.test(url) ? url : undefined;
}
