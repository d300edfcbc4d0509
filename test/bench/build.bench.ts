import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSiteBuilder } from '../../src-main/core/build/build-site.ts';
import { openSite } from '../../src-main/core/site/open-site.ts';
import { resources, siteFiles } from '../helpers/built-site.ts';
import { bundleProgram } from '../helpers/bundle-program.ts';
import { galleyEnvironment, galleyProgram } from '../helpers/galley.ts';
import { writeFiles } from '../helpers/repository.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';
import { compare, report, reportFigure } from './compare.ts';
import { generatePosts } from './generate-posts.ts';
import { hugoSite } from './hugo-site.ts';

const hugo = process.env.GALLEY_HUGO;
const canRun = existsSync(galleyProgram) && Boolean(hugo);
/** Building ten thousand posts with Hugo takes minutes on a busy machine, so fewer rounds may be asked for. */
const rounds = Number(process.env.GALLEY_BENCH_ROUNDS ?? 5);

describe.skipIf(!canRun).each([1000, 10_000])(
  `building a site of %i posts${canRun ? '' : ' (skipped: not built, or without Hugo)'}`,
  (count) => {
    const folder = makeTemporaryFolder();
    const blog = join(folder, 'blog');
    const home = join(folder, 'home');
    const hugoFolder = join(folder, 'hugo');
    const post = (): string =>
      join(blog, 'posts', readdirSync(join(blog, 'posts'))[Math.floor(count / 2)] ?? '');

    beforeAll(() => {
      generatePosts(blog, count);
      writeFiles(blog, { 'galley.yml': 'title: Generated\nurl: https://e.example\n' });
      writeFiles(hugoFolder, hugoSite(join(blog, 'posts')));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('is compared with Hugo, with highlighting', async () => {
      const peaks: Record<string, number[]> = { galley: [], floor: [], hugo: [] };
      const processors: Record<string, number[]> = { galley: [], floor: [], hugo: [] };
      const floor = await bundleProgram('test/bench/programs/render.ts', join(folder, 'floor'));
      const run = (name: string, program: string, words: string[], cwd: string) => async () => {
        const start = performance.now();
        const child = spawn(program, words, { cwd, env: galleyEnvironment(home), stdio: 'ignore' });
        const figures = watchProcess(child);
        const [code] = (await once(child, 'exit')) as [number];
        const milliseconds = performance.now() - start;
        expect(code).toBe(0);
        peaks[name]?.push(figures.peak());
        processors[name]?.push(figures.processor());
        return milliseconds;
      };
      const medians = await compare(
        [
          {
            name: 'galley',
            prepare: () => {
              for (const made of [join(blog, '_site'), home]) rmSync(made, { recursive: true, force: true });
            },
            run: run('galley', process.execPath, [galleyProgram, 'build'], blog),
          },
          { name: 'floor', run: run('floor', process.execPath, [floor, blog], blog) },
          {
            name: 'hugo',
            prepare: () => rmSync(join(hugoFolder, 'public'), { recursive: true, force: true }),
            run: run('hugo', hugo ?? '', ['--quiet'], hugoFolder),
          },
        ],
        rounds,
      );
      report(`full build of ${count}`, medians, { of: 'galley', to: 'hugo', target: 0.4 });
      report(`processor time of it`, middles(processors), { of: 'galley', to: 'hugo' });
      report(`peak memory of it, MB`, middles(peaks), { of: 'galley', to: 'hugo', target: 0.25 });
      report('two threads that only render the texts', medians, { of: 'floor', to: 'hugo' });
    });

    it('is compared with “hugo server” after one edit', async () => {
      const server = spawn(hugo ?? '', ['server', '--port', '0', '--disableLiveReload'], {
        cwd: hugoFolder,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const figures = watchProcess(server);
      const said = listenTo(server);
      const location = { data: join(home, 'data'), cache: join(home, 'cache') };
      const site = await openSite(blog, { home: location });
      const builder = createSiteBuilder({ site, home: location, resources, version: 'bench' });
      const out = join(folder, 'kept');
      try {
        await said.line(/Press Ctrl\+C to stop/);
        await builder.build({ out });
        let told = (): void => {};
        const stop = await site.watch(() => told());
        const edited = post();
        const hugoPost = join(hugoFolder, 'content/posts', edited.slice(edited.lastIndexOf('/') + 1));
        const medians = await compare(
          [
            {
              name: 'galley',
              run: async () => {
                const changed = new Promise<void>((done) => {
                  told = done;
                });
                appendFileSync(edited, 'One more line.\n');
                await changed;
                const outcome = await builder.build({ out });
                expect(outcome).toMatchObject({ kind: 'built', changed: 1 });
              },
            },
            {
              name: 'hugo server',
              run: async () => {
                const line = said.line(/^Total in/m);
                appendFileSync(hugoPost, 'One more line.\n');
                await line;
              },
            },
          ],
          rounds,
        );
        await stop();
        report(`after one edit of ${count}`, medians, { of: 'galley', to: 'hugo server', target: 0.5 });
        reportFigure('peak memory of hugo server', figures.peak(), 'MB');
        await builder.build({ out: join(folder, 'full') });
        const [kept, full] = [siteFiles(out), siteFiles(join(folder, 'full'))];
        expect(kept.size).toBe(full.size);
        expect([...kept].filter(([file, text]) => full.get(file) !== text)).toEqual([]);
      } finally {
        server.kill('SIGKILL');
        await site.close();
      }
    });
  },
);

function middles(values: Record<string, number[]>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, all]) => [
      name,
      all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0,
    ]),
  );
}

/** Peak memory in MB and processor time in milliseconds of a process, as /proc tells them while it runs. */
function watchProcess(child: ChildProcess): { peak(): number; processor(): number } {
  let peak = 0;
  let processor = 0;
  const look = (): void => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1000);
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      // Ticks of a hundredth of a second, in user mode and in the system.
      processor = (Number(fields[11]) + Number(fields[12])) * 10;
    } catch {
      // It has ended.
    }
  };
  const timer = setInterval(look, 20);
  child.once('exit', () => clearInterval(timer));
  return { peak: () => peak, processor: () => processor };
}

function listenTo(child: ChildProcess): { line(pattern: RegExp): Promise<void> } {
  let said = '';
  const waiting = new Set<() => void>();
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
    for (const look of [...waiting]) look();
  });
  return {
    line: (pattern) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = pattern.exec(said);
          if (!found) return;
          said = said.slice(found.index + found[0].length);
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
