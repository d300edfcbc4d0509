import * as v from 'valibot';
import { hostedRepository } from '../publish/live.ts';
import { readConfiguration, recordAt, textAt } from '../site/configuration.ts';
import type { SiteWay } from './new-blog.ts';

/** How the built site of a blog reaches its readers. */
export interface SitePublishing {
  way: SiteWay;
  /** The branch that it goes to, where it goes to one. */
  branch: string;
}

/** A name that git takes for a branch, as far as a site needs one. Source: git-check-ref-format(1). */
const branchName = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(/^(?![-/.])(?!.*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)))[^\s~^:?*[\\\p{Cc}]+(?<![/.])$/u),
);

/**
 * Reads `publish` of `galley.yml`. Nothing is built for a blog that does not ask for it.
 *
 * @param remote address of the remote, which tells the usual branch
 */
export function readSitePublishing(source: string, remote: string | undefined): SitePublishing {
  const data = recordAt(readConfiguration('galley.yml', source), 'publish');
  const way = v.safeParse(v.picklist(['branch', 'docs', 'workflow', 'none']), textAt(data, 'site'));
  const branch = v.safeParse(branchName, textAt(data, 'branch'));
  return {
    way: way.success ? way.output : 'none',
    branch: branch.success ? branch.output : usualSiteBranch(remote),
  };
}

/** The branch that a host serves a built site from: Codeberg reads `pages`, the others are told. */
export function usualSiteBranch(remote: string | undefined): string {
  return remote !== undefined && hostedRepository(remote)?.host === 'codeberg.org' ? 'pages' : 'gh-pages';
}
