import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { folderExists } from './folders.ts';
import type { Environment } from './git/program.ts';
import { isGitInstalled, startRepository } from './git/start-repository.ts';
import type { GalleyHome } from './home.ts';

/**
 * The sample blog, made on first use in the data folder: a repository of its own with a bare remote beside it, so
 * that everything up to publishing can be tried with no network and nothing configured. Without git it is a plain
 * folder.
 *
 * @param resources the program's folder of that name
 * @param environment in which git is found and run
 * @returns absolute path of the blog
 */
export async function prepareSample(
  resources: string,
  home: GalleyHome,
  environment: Environment,
): Promise<string> {
  const sample = join(home.data, 'sample');
  const blog = join(sample, 'blog');
  if (await folderExists(blog)) return blog;

  // Made aside and renamed as a whole, so that a start that is cut off leaves no half sample.
  const making = join(home.data, `sample.${process.pid}.making`);
  await rm(making, { recursive: true, force: true });
  try {
    await mkdir(making, { recursive: true });
    await cp(join(resources, 'sample'), join(making, 'blog'), { recursive: true });
    if (await isGitInstalled(environment, making)) {
      await startRepository({
        folder: join(making, 'blog'),
        remote: { madeAt: join(making, 'remote.git'), address: join(sample, 'remote.git') },
        branch: 'main',
        identity: { name: 'Maren Oskarby', email: 'maren@example.org' },
        message: 'Start the sample blog',
        environment,
      });
    }
    await rename(making, sample);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return blog;
}
