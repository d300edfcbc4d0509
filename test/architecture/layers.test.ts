import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';
import { writeFiles } from '../helpers/repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { layerRules } from './layer-rules.ts';

const project = resolve(fileURLToPath(new URL('.', import.meta.url)), '../..');

describe('the layers', () => {
  it('hold in every source file', async () => {
    const result = await cruiseFolder(project);
    expect(
      result.summary.violations.map((found) => `${found.rule.name}: ${found.from} -> ${found.to}`),
    ).toEqual([]);
    // A compiler that the cruiser cannot use makes it pass over nothing at all.
    expect(result.summary.totalCruised).toBeGreaterThan(60);
  });

  const planted: Record<string, Record<string, string>> = {
    'common-stays-in-common': { 'src-main/common/a.ts': "import '../core/b.ts';" },
    'common-without-node': { 'src-main/common/a.ts': "import 'node:fs';" },
    'common-without-electron': { 'src-main/common/a.ts': "import 'electron';" },
    'common-without-react': { 'src-main/common/a.ts': "import 'react';" },
    'core-stays-in-core': { 'src-main/core/a.ts': "import '../hosts/web/b.ts';" },
    'core-without-electron': { 'src-main/core/a.ts': "import 'electron';" },
    'core-without-a-server': { 'src-main/core/a.ts': "import 'node:http';" },
    'core-without-react': { 'src-main/core/a.ts': "import 'react';" },
    'host-knows-no-other-host': { 'src-main/hosts/cli/a.ts': "import '../web/b.ts';" },
    'host-knows-no-window': { 'src-main/hosts/cli/a.ts': "import '../../../src-renderer/b.ts';" },
    'host-knows-no-entry': { 'src-main/hosts/cli/a.ts': "import '../../entries/b.ts';" },
    'electron-only-in-its-host': { 'src-main/entries/a.ts': "import 'electron';" },
    'preload-takes-only-types': {
      'src-main/hosts/electron/preload.ts': "import { b } from '../../common/b.ts'; b();",
    },
    'window-takes-only-common': { 'src-renderer/a.ts': "import '../src-main/core/b.ts';" },
    'window-without-node': { 'src-renderer/a.tsx': "import 'node:path';" },
    'sources-know-no-tests': { 'src-main/core/a.ts': "import '../../test/b.ts';" },
  };

  it('have a planted violation for each rule', () => {
    expect(Object.keys(planted).sort()).toEqual(layerRules.map((rule) => rule.name).sort());
  });

  it.each(Object.entries(planted))('are guarded: %s', async (name, files) => {
    const folder = plant(files);
    const result = await cruiseFolder(folder);
    expect(result.summary.violations.map((found) => found.rule.name)).toContain(name);
  });

  it('let the preload take types', async () => {
    const folder = plant({
      'src-main/hosts/electron/preload.ts':
        "import type { B } from '../../common/b.ts'; export const b: B = { b: '' };",
    });
    expect((await cruiseFolder(folder)).summary.violations).toEqual([]);
  });
});

/** A small tree of the project's shape, with one module in each layer and these files besides. */
function plant(files: Record<string, string>): string {
  const folder = temporaryFolder();
  const layers = [
    'src-main/common',
    'src-main/core',
    'src-main/hosts/web',
    'src-main/entries',
    'src-renderer',
    'test',
  ];
  const module = 'export interface B { b: string }\nexport function b(): void {}';
  writeFiles(folder, Object.fromEntries(layers.map((layer) => [`${layer}/b.ts`, module])));
  writeFiles(folder, files);
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

async function cruiseFolder(folder: string): Promise<ICruiseResult> {
  const folders = ['src-main', 'src-renderer', 'test'];
  const { output } = await cruise(
    folders,
    {
      baseDir: folder,
      ruleSet: { forbidden: layerRules },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: ['node_modules'] },
      exclude: { path: ['^test/fixtures/'] },
    },
    {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
      conditionNames: ['import', 'require', 'default'],
    },
  );
  if (typeof output === 'string') throw new Error(`The cruiser answered with text: ${output}`);
  return output;
}
