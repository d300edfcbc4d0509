import { hostedRepository } from '../publish/live.ts';

/** A file that tells the host of the repository how to build the site. */
export interface WorkflowFile {
  path: string;
  text: string;
}

/**
 * Has GitHub or GitLab build the site from the sources with Galley’s command line and publish it on their pages. The
 * package to install is named by the variable `GALLEY_PACKAGE` of the repository, so that the author decides which
 * Galley runs there.
 *
 * @param remote address of the remote; GitHub’s file where it tells no host
 * Sources: GitHub’s documentation on custom workflows for Pages, GitLab’s on `pages` jobs
 */
export function workflowFile(remote: string | undefined): WorkflowFile {
  const host = remote === undefined ? undefined : hostedRepository(remote)?.host;
  return host === 'gitlab.com'
    ? { path: '.gitlab-ci.yml', text: gitlab }
    : { path: '.github/workflows/site.yml', text: github };
}

const github = `# Builds the site with Galley and publishes it. In the repository’s settings, under Pages, choose “GitHub Actions”
# as the source, and under Actions, Variables, name the package of Galley to install as GALLEY_PACKAGE.
name: Site
on:
  push:
    branches: [main]
  workflow_dispatch:
permissions:
  contents: read
  pages: write
  id-token: write
concurrency:
  group: pages
jobs:
  site:
    runs-on: ubuntu-latest
    environment:
      name: github-pages
      url: \${{ steps.deployment.outputs.page_url }}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm install --global "$GALLEY_PACKAGE"
        env:
          GALLEY_PACKAGE: \${{ vars.GALLEY_PACKAGE }}
      - run: galley build --out _site
      - uses: actions/upload-pages-artifact@v3
        with:
          path: _site
      - id: deployment
        uses: actions/deploy-pages@v4
`;

const gitlab = `# Builds the site with Galley and publishes it on GitLab Pages. Under Settings, CI/CD, Variables, name the package of
# Galley to install as GALLEY_PACKAGE.
pages:
  image: node:22
  script:
    - npm install --global "$GALLEY_PACKAGE"
    - galley build --out public
  artifacts:
    paths: [public]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
`;
