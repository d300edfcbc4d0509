import { type Environment, findGit } from '../git/program.ts';
import { createTrust } from '../git/trust.ts';
import type { GalleyHome } from '../home.ts';
import { findRepository } from '../site/find-repository.ts';

/** Whether the repository of a folder may run its programs: it has none, or its owner was trusted. */
export async function isRepositoryTrusted(options: {
  /** Absolute real path. */
  folder: string;
  home: GalleyHome;
  environment: Environment;
}): Promise<boolean> {
  const { folder, home, environment } = options;
  const location = await findRepository(folder);
  if (!location) return true;
  const trust = createTrust({
    git: () => findGit(environment, location.workingTree),
    location,
    data: home.data,
    environment,
  });
  return trust.describe().then(
    ({ trusted }) => trusted,
    () => false,
  );
}
