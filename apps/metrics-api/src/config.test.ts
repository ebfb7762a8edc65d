import { BadDatabaseUrl } from '@kanban/schema';
import { BadConfig } from '@kanban/service';
import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const DATABASE_URL = 'mysql://reader:s3cret@127.0.0.1:3306/kanban';
const TOKEN = 'a-token-of-enough-length';

describe('the environment', () => {
  test('listens on the loopback, port 8080, unless told otherwise', () => {
    expect(readConfig({ DATABASE_URL })).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      tokens: [],
      peopleSignIn: false,
    });
    for (const SIGN_IN of ['header', 'oidc'])
      expect(readConfig({ DATABASE_URL, SIGN_IN }).peopleSignIn).toBe(true);
    expect(readConfig({ DATABASE_URL, SIGN_IN: 'local' }).peopleSignIn).toBe(false);
  });

  test('takes several tokens for another address', () => {
    const config = readConfig({ DATABASE_URL, HOST: '0.0.0.0', API_TOKENS: `${TOKEN}, ${TOKEN}-2` });
    expect(config.tokens).toEqual([TOKEN, `${TOKEN}-2`]);
    expect(Object.isFrozen(config)).toBe(true);
  });

  test.each([
    ['another address without tokens', { HOST: '0.0.0.0' }, /API_TOKENS/],
    ['a name that may resolve to anything', { HOST: 'localhost.example.com' }, /API_TOKENS/],
    ['a short token', { API_TOKENS: `${TOKEN},short-s3cret` }, /token 2 is shorter than 16/],
    ['a token no header can carry', { API_TOKENS: 'sixteen s3cret signs' }, /token 1/],
    ['no database', { DATABASE_URL: '' }, /mysql:\/\/user:password@host/],
    ['an address that is none', { DATABASE_URL: 's3cret' }, /not an address/],
    ['another kind of database', { DATABASE_URL: 'postgres://u:s3cret@h/d' }, /mysql/],
    ['an address without a database', { DATABASE_URL: 'mysql://u:s3cret@h' }, /no database/],
    ['a port that is none', { PORT: '80a' }, /PORT is 80a/],
    ['a port that cannot be', { PORT: '65536' }, /0 to 65535/],
    ['a log level that is none', { LOG_LEVEL: 'loud' }, /fatal, error, warn/],
    ['an address that is none', { API_URL: 'board' }, /API_URL/],
    ['a way to sign in that is none', { SIGN_IN: 'magic' }, /^SIGN_IN is magic but must be/],
    ['an origin with a path', { CORS_ORIGINS: 'https://a.example/b' }, /CORS_ORIGINS/],
    ['a dashboard folder that is not there', { DASHBOARD_DIR: '/nowhere/at/all' }, /DASHBOARD_DIR/],
  ])('refuses %s in a sentence that holds no secret', (_, env, sentence) => {
    const read = () => readConfig({ DATABASE_URL, ...env });
    expect(read).toThrow('DATABASE_URL' in env && env.DATABASE_URL !== '' ? BadDatabaseUrl : BadConfig);
    expect(read).toThrow(sentence);
    expect(read).not.toThrow(/s3cret/);
  });
});
