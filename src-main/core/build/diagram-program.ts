import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { SitePlan } from '../../common/build/plan-site.ts';
import type { OutputWriter } from './output-writer.ts';
import type { PostRecord } from './render-post.ts';
import type { Build } from './run-build.ts';

/** Mermaid as one script, which pages with diagrams load. */
export interface DiagramProgram {
  /** Absolute path. */
  path: string;
  /** Relative to the output folder, with the version of Mermaid: browsers may keep it for ever. */
  file: string;
}

/** Finds the Mermaid that the preview draws with; undefined where this installation has none. */
export function findDiagramProgram(): DiagramProgram | undefined {
  try {
    const { resolve } = createRequire(import.meta.url);
    const { version } = JSON.parse(readFileSync(resolve('mermaid/package.json'), 'utf8')) as {
      version: string;
    };
    return { path: resolve('mermaid/dist/mermaid.min.js'), file: `theme/mermaid-${version}.js` };
  } catch {
    return undefined;
  }
}

/** Whether the HTML of a post shows the code of a diagram. */
export function hasDiagram(html: string): boolean {
  return /<code class="language-mermaid">/i.test(html);
}

/** Puts it into the site, where a page shows a diagram: it is larger than most sites. */
export function copyDiagramProgram(
  program: DiagramProgram | undefined,
  {
    records,
    plan,
    files,
    writer,
    build,
  }: {
    records: ReadonlyMap<string, PostRecord>;
    plan: SitePlan;
    files: Map<string, string>;
    writer: OutputWriter;
    build: Build;
  },
): void {
  if (!program || ![...records.values()].some(({ facts }) => facts.diagram)) return;
  const { path, file } = program;
  if (!plan.claims.claim(file)) return;
  // Its name tells its version, so that it is its own key.
  files.set(file, file);
  if (build.output.files().get(file) !== file) writer.copy(file, path);
}
