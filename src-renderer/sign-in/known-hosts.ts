/** What an author needs to know to sign in at one of the large hosts. */
export interface KnownHost {
  name: string;
  /** What it takes in place of a password, and with which permission. */
  token: string;
  /** Where such a token is made. */
  tokenAddress: string;
  /** Where it gives out the fingerprints of its SSH keys. */
  fingerprints: string | undefined;
}

/**
 * Sources, of 2026: GitHub's “Managing your personal access tokens”, GitLab's “Personal access tokens”, Forgejo's “Access
 * token scope”, Bitbucket's “Using API tokens”, and each one's page of SSH fingerprints.
 */
const hosts: Record<string, KnownHost> = {
  'github.com': {
    name: 'GitHub',
    token:
      'GitHub takes an access token here, not your password. It needs “Contents: Read and write” for this repository.',
    tokenAddress: 'https://github.com/settings/personal-access-tokens/new',
    fingerprints:
      'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/githubs-ssh-key-fingerprints',
  },
  'gitlab.com': {
    name: 'GitLab',
    token:
      'With two-factor sign-in GitLab takes an access token here, not your password. It needs “write_repository”.',
    tokenAddress: 'https://gitlab.com/-/user_settings/personal_access_tokens',
    fingerprints: 'https://docs.gitlab.com/user/gitlab_com/#ssh-host-keys-fingerprints',
  },
  'codeberg.org': {
    name: 'Codeberg',
    token:
      'With two-factor sign-in Codeberg takes an access token here, not your password. It needs “repository: Read and write”.',
    tokenAddress: 'https://codeberg.org/user/settings/applications',
    fingerprints: 'https://docs.codeberg.org/security/ssh-fingerprint/',
  },
  'bitbucket.org': {
    name: 'Bitbucket',
    token: 'Bitbucket takes an API token here, not your password. It needs “write:repository:bitbucket”.',
    tokenAddress: 'https://id.atlassian.com/manage-profile/security/api-tokens',
    fingerprints:
      'https://support.atlassian.com/bitbucket-cloud/docs/configure-ssh-and-two-step-verification/',
  },
};

/** What is known of a host: `github.com`, `ssh.github.com:443`, `gitlab.example.org`. */
export function knownHost(host: string): KnownHost | undefined {
  const name = host.replace(/^\[?([^\]]*?)\]?(?::\d+)?(?: .*)?$/, '$1').toLowerCase();
  const known = Object.hasOwn(hosts, name) ? hosts[name] : undefined;
  if (known) return known;
  if (/^(ssh|altssh)\./.test(name)) return knownHost(name.replace(/^\w+\./, ''));
  if (!name.startsWith('gitlab.')) return undefined;
  return {
    name,
    token: `With two-factor sign-in ${name} takes an access token here, not your password. It needs “write_repository”.`,
    tokenAddress: `https://${name}/-/user_settings/personal_access_tokens`,
    fingerprints: undefined,
  };
}
