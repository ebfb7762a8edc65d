import { BadConfig } from '@kanban/service';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { isTrusted } from './sign-in/header/settings.ts';

const env = { DATABASE_URL: 'mysql://board:secret@db.example:3306/kanban' };
const header = {
  ...env,
  SIGN_IN: 'header',
  TRUSTED_USER_HEADER: 'Remote-User',
  TRUSTED_PROXIES: '10.0.0.5',
  PUBLIC_URL: 'https://kanban.example.com',
};

const oidc = {
  ...header,
  SIGN_IN: 'oidc',
  OIDC_ISSUER: 'https://login.example',
  OIDC_CLIENT_ID: 'kanban',
  OIDC_CLIENT_SECRET: 'secret@of-the-board',
};

test('on the loopback people sign in by a name, unless told otherwise', () => {
  expect(readConfig(env)).toMatchObject({
    host: '127.0.0.1',
    port: 8082,
    signIn: { kind: 'local' },
    tokens: [],
  });
  expect(readConfig(header).signIn).toMatchObject({
    kind: 'header',
    userHeader: 'remote-user',
    secret: undefined,
  });
  expect(readConfig({ ...env, PUBLIC_URL: 'https://kanban.example.com/' }).publicUrl).toBe(
    'https://kanban.example.com',
  );
});

test.each([
  [
    'other machines without SIGN_IN',
    { ...env, HOST: '0.0.0.0' },
    /^HOST is 0\.0\.0\.0, which other machines reach: set SIGN_IN/,
  ],
  [
    'local for other machines',
    { ...env, HOST: '0.0.0.0', SIGN_IN: 'local' },
    /^SIGN_IN is local, which asks nobody/,
  ],
  ['an unknown way', { ...env, SIGN_IN: 'magic' }, /^SIGN_IN is magic but must be/],
  ['no header', { ...header, TRUSTED_USER_HEADER: '' }, /^TRUSTED_USER_HEADER is not set/],
  [
    'a header that anybody sends',
    { ...header, TRUSTED_USER_HEADER: 'X-Forwarded-For' },
    /^TRUSTED_USER_HEADER/,
  ],
  ['no address of the pages', { ...header, PUBLIC_URL: '' }, /^PUBLIC_URL is not set/],
  ['no proxies', { ...header, TRUSTED_PROXIES: '' }, /^TRUSTED_PROXIES is not set/],
  ['everybody', { ...header, TRUSTED_PROXIES: '0.0.0.0/0' }, /everybody/],
  ['everybody by IPv6', { ...header, TRUSTED_PROXIES: '10.0.0.5, ::/0' }, /everybody/],
  ['everybody by IPv4 in IPv6', { ...header, TRUSTED_PROXIES: '::ffff:0:0/96' }, /everybody/],
  [
    'a name of a host',
    { ...header, TRUSTED_PROXIES: 'proxy.example' },
    /TRUSTED_PROXIES holds proxy\.example/,
  ],
  [
    'a network too long',
    { ...header, TRUSTED_PROXIES: '10.0.0.0/33' },
    /TRUSTED_PROXIES holds 10\.0\.0\.0\/33/,
  ],
  ['a short secret', { ...header, TRUSTED_PROXY_SECRET: 'short' }, /^TRUSTED_PROXY_SECRET/],
  ['a provider without its address', { ...header, SIGN_IN: 'oidc' }, /^OIDC_ISSUER is not set/],
  [
    'a provider without TLS',
    { ...oidc, OIDC_ISSUER: 'http://login.example' },
    /^OIDC_ISSUER is http.*must be an https/,
  ],
  ['no secret', { ...oidc, OIDC_CLIENT_SECRET: '' }, /^OIDC_CLIENT_SECRET is not set/],
  ['a right that is none', { ...oidc, OIDC_GROUPS: 'team=may_fly' }, /^OIDC_GROUPS holds team=may_fly/],
  [
    'a token of nobody',
    { ...env, BOARD_TOKENS: ':token-0123456789abcdef' },
    /^BOARD_TOKENS: entry 1 is not of the form/,
  ],
  ['a short token', { ...env, BOARD_TOKENS: 'ann:short' }, /^BOARD_TOKENS: token 1 is shorter/],
])('%s is refused, with a sentence that holds no secret', (_, bad, sentence) => {
  expect(() => readConfig(bad)).toThrow(BadConfig);
  expect(() => readConfig(bad)).toThrow(sentence);
  expect(() => readConfig(bad)).not.toThrow(/secret@|0123456789abcdef/);
});

test('an address of a proxy counts in both spellings, and a network holds what lies in it', () => {
  const { signIn } = readConfig({ ...header, TRUSTED_PROXIES: '10.0.0.5, 192.168.7.0/24, fd00::/8, ::1' });
  const isProxy = (peer: string | undefined) =>
    signIn.kind === 'header' && isTrusted(signIn.trustedProxies, peer);
  for (const peer of [
    '10.0.0.5',
    '::ffff:10.0.0.5',
    '::ffff:a00:5',
    '192.168.7.200',
    '::ffff:192.168.7.1',
    'fd00::1',
    'fdff::9',
    '::1',
    'fd00::1%eth0',
  ])
    expect([peer, isProxy(peer)]).toEqual([peer, true]);
  for (const peer of ['10.0.0.6', '::ffff:10.0.0.6', '192.168.8.1', 'fe80::1', '127.0.0.1', '', undefined])
    expect([peer, isProxy(peer)]).toEqual([peer, false]);
});
