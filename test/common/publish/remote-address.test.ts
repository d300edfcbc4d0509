import { describe, expect, it } from 'vitest';
import { checkRemoteAddress } from '../../../src-main/common/publish/remote-address.ts';

describe('checkRemoteAddress', () => {
  it.each([
    'https://github.com/you/blog.git',
    'https://git.example.org:8443/blog',
    'ssh://git@example.org:2222/you/blog.git',
    'git@github.com:you/blog.git',
    'example.org:blog.git',
    'file:///srv/blog.git',
    '/srv/blog.git',
    'C:\\blogs\\blog.git',
    'http://127.0.0.1:3000/blog.git',
    '  https://github.com/you/blog.git  ',
  ])('takes %j', (address) => {
    expect(checkRemoteAddress(address)).toEqual({ ok: true, address: address.trim() });
  });

  it.each([
    '',
    'blog',
    '--upload-pack=touch x',
    'ext::sh -c touch% x',
    'ssh://-oProxyCommand=x/blog',
    '-oProxyCommand=x:blog',
    'git@-oProxyCommand:blog',
    'https://you:token@github.com/you/blog.git',
    'https://token@github.com/you/blog.git',
    'http://example.org/blog.git',
    'ftp://example.org/blog.git',
    'https://github.com',
    'https://github.com/you',
    'https://gitlab.com/you/',
    'git@github.com:blog.git',
    'https:///blog',
    'https://github.com/a\nb',
    'git@github.com:',
    'file://',
  ])('refuses %j, saying why', (address) => {
    const answer = checkRemoteAddress(address);
    expect(answer.ok).toBe(false);
    expect(!answer.ok && answer.message).toMatch(/\.$/);
  });
});
