import { type AnswersAhead, openAtStart } from '../../common/api/answers-ahead.ts';
import type { HostBridge } from '../../common/api/bridge.ts';
import type { PostSource } from '../../common/posts/post.ts';

/** Stands in the built page where the first answers belong, as JSON. */
const answersPlaceholder = '"__ANSWERS_AHEAD__"';

/** The end of a page waits for its answers no longer than this, in milliseconds: the window then asks. */
const longestWait = 150;

/** A longer post is asked for by itself, so that the page need not wait for it. In characters. */
const longestPost = 200_000;

/** Answers to what every window asks when it starts: the settings, the blog, and the post that it opens with. */
export async function answerStart(call: HostBridge['call']): Promise<AnswersAhead['answers']> {
  const ask = async (method: string, input: unknown = {}) => ({
    method,
    input,
    reply: await call(method, input),
  });
  const [settings, site, host] = await Promise.all([
    ask('settings.read'),
    ask('site.current'),
    ask('host.describe'),
  ]);
  const path = openAtStart(settings.reply, site.reply)?.post;
  const post = path === undefined ? undefined : await ask('posts.read', { path });
  const answers =
    post?.reply.ok && isShort(post.reply.value) ? [settings, site, host, post] : [settings, site, host];
  return answers.filter(({ reply }) => reply.ok);
}

function isShort(post: unknown): boolean {
  return (post as PostSource).text.length <= longestPost;
}

/** A page with its answers. Its head is sent at once, so that scripts are fetched while the program answers. */
export function withAnswers(
  html: string,
  answersAhead: (() => Promise<AnswersAhead | undefined>) | undefined,
): string | ReadableStream<Uint8Array> {
  const at = html.indexOf(answersPlaceholder);
  const [before, after] = [html.slice(0, at), html.slice(at + answersPlaceholder.length)];
  if (at === -1) return html;
  if (!answersAhead) return before + after;
  const encoder = new TextEncoder();
  return new ReadableStream({
    async start(controller) {
      controller.enqueue(encoder.encode(before));
      const answers = await inTime(answersAhead());
      controller.enqueue(encoder.encode((answers ? inScript(answers) : '') + after));
      controller.close();
    },
  });
}

/** What could not be answered in time, or at all, is asked by the window, which shows why. */
async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), longestWait);
  });
  return Promise.race([work.catch(() => undefined), tooLate]).finally(() => clearTimeout(timer));
}

/** JSON that nothing in it can end: neither the element nor a comment. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
