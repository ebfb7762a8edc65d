import { describe, expect, it } from 'vitest';
import { parseRedisUrl, redisUrl } from './redis-address.ts';

describe('parseRedisUrl', () => {
  it.each([
    ['redis://localhost', 'server', [['localhost', 6379]], 0, ''],
    ['redis://:secret@10.0.0.1:6380/2', 'server', [['10.0.0.1', 6380]], 2, ''],
    ['redis://[::1]:6380', 'server', [['::1', 6380]], 0, ''],
    [
      'redis+sentinel://a,b:26380/mymaster',
      'sentinel',
      [
        ['a', 26_379],
        ['b', 26_380],
      ],
      0,
      'mymaster',
    ],
    ['redis+sentinel://a/my%20master/3', 'sentinel', [['a', 26_379]], 3, 'my master'],
    [
      'redis+cluster://a:7000,b:7001,[fd00::1]:7002',
      'cluster',
      [
        ['a', 7000],
        ['b', 7001],
        ['fd00::1', 7002],
      ],
      0,
      '',
    ],
  ])('takes %s apart', (url, kind, endpoints, database, masterName) => {
    const parsed = parseRedisUrl(url);
    expect(parsed).toMatchObject({ kind, database, masterName, isSecure: false });
    expect(parsed.endpoints.map(({ host, port }) => [host, port])).toEqual(endpoints);
  });

  it('reads login, TLS and the password of the sentinels', () => {
    expect(parseRedisUrl('rediss+sentinel://kanban:p%40ss:word@a/m?sentinelPassword=s%26t')).toMatchObject({
      isSecure: true,
      username: 'kanban',
      password: 'p@ss:word',
      sentinelPassword: 's&t',
    });
  });

  it.each([
    ['http://host', /^REDIS_URL is not an address of the form redis:/],
    ['redis://', /is not an address/],
    ['redis://host:port', /is not an address/],
    ['redis://host/first', /is not an address/],
    ['redis+sentinel://%zz@host/mymaster', /is not an address/],
    ['redis://host:0', /has the port 0/],
    ['redis://a,b', /names several hosts: say redis\+sentinel:/],
    ['redis+sentinel://a,b', /does not say what the sentinels call the master/],
    ['redis+sentinel://a,b/', /does not say what the sentinels call the master/],
    ['redis+cluster://a/1', /names database 1, but a Redis Cluster has no other than 0/],
  ])('refuses %s with a sentence', (url, sentence) => {
    expect(() => parseRedisUrl(url)).toThrow(sentence);
  });
});

describe('redisUrl', () => {
  it('says how to write a prefix that a cluster would scatter', () => {
    const env = { REDIS_URL: 'redis+cluster://a,b' };
    expect(() => redisUrl(env, 'kanban')).toThrow(
      /^QUEUE_PREFIX is kanban but needs braces .* like \{kanban\}/,
    );
    expect(redisUrl(env, '{kanban}')).toBe(env.REDIS_URL);
    expect(redisUrl({ REDIS_URL: 'redis://a' }, 'kanban')).toBe('redis://a');
  });

  it('never shows the password', () => {
    const wrong = { REDIS_URL: 'redis://user:secret@host:port' };
    expect(() => redisUrl(wrong, '{kanban}')).toThrow(expect.not.stringContaining('secret'));
  });
});
