import { existsSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorkers } from '../../../src-main/core/build/build-worker.ts';
import { generatePosts } from '../../bench/generate-posts.ts';
import { buildBlog, built, siteFiles } from '../../helpers/built-site.ts';
import { galleyProgram } from '../../helpers/galley.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { makeTemporaryFolder } from '../../helpers/temporary-folder.ts';

const program = resolve(galleyProgram, '../build-worker.js');
const isBuilt = existsSync(program);

describe.skipIf(!isBuilt)(
  `rendering in threads${isBuilt ? '' : ' (skipped: run "npm run build" first)'}`,
  () => {
    const folder = makeTemporaryFolder();
    const blog = `${folder}/blog`;
    beforeAll(() => {
      generatePosts(blog, 200);
      writeFiles(blog, {
        'galley.yml': 'title: Generated\nurl: https://e.example\n',
        'assets/map.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>',
        'posts/2001-01-01-odd.md':
          '---\ntitle: Odd\naliases: [/former/]\n---\n# Odd\n\n![A map](/assets/map.svg)\n\n$x^2$\n\n<center>In the *middle*</center>\n',
      });
      // It is listed, and cannot be read when its page is made.
      symlinkSync('/dev/null', `${blog}/posts/2001-01-02-nothing.md`);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it.each([false, true])(
      'gives the bytes that one thread gives, whether it helps or not (%s)',
      async (helps) => {
        const makePool = buildWorkers(pathToFileURL(program), { helps });
        const here = await built(blog, { out: `${folder}/here-${helps}` });
        const threads = await built(blog, { out: `${folder}/threads-${helps}`, makePool });
        expect({ ...threads, out: '', milliseconds: 0 }).toEqual({ ...here, out: '', milliseconds: 0 });
        const files = siteFiles(`${folder}/threads-${helps}`);
        expect(files).toEqual(siteFiles(`${folder}/here-${helps}`));
        expect(files.get('odd/index.html')).toContain('width="30" height="20"');
      },
    );

    it.each([false, true])(
      'stops when it is told to and leaves nothing, whether it helps or not (%s)',
      async (helps) => {
        const makePool = buildWorkers(pathToFileURL(program), { helps });
        const stop = new AbortController();
        const outcome = await buildBlog(blog, {
          out: `${folder}/stopped-${helps}`,
          makePool,
          during: { signal: stop.signal, onProgress: ({ done }) => done > 0 && stop.abort() },
        });
        expect(outcome).toEqual({ kind: 'cancelled' });
        expect(readdirSync(folder).filter((name) => name.includes('stopped'))).toEqual([]);
      },
    );
  },
);
