import { describe, expect, it } from 'vitest';
import { databaseHosts, parseDatabaseUrl, requireDatabase, withDatabase } from './database-url.ts';

describe('parseDatabaseUrl', () => {
  it('takes user, password, host, port and database, each decoded', () => {
    expect(parseDatabaseUrl('mysql://ka%40n:p%3Aw%2F:d@db:3307/ban%20board')).toEqual({
      host: 'db',
      port: 3307,
      user: 'ka@n',
      password: 'p:w/:d',
      database: 'ban board',
    });
  });

  it('knows the usual port, the loopback, and that there may be no database', () => {
    const bare = { host: '127.0.0.1', port: 3306, user: 'root', password: '' };
    expect(parseDatabaseUrl('mysql://root@')).toEqual(bare);
    expect(parseDatabaseUrl('mariadb://root@/')).toEqual(bare);
  });

  it.each([
    ['postgres://x/y', /starts with postgres:\/\/ but must start with mysql:/],
    ['nowhere', /is not an address of the form/],
    ['mysql://u:secret@host:port/kanban', /is not an address/],
    ['mysql://u:secret@host:99999/kanban', /is not an address/],
    ['mysql://u:secret@a,,b/kanban', /is not an address/],
    ['mysql://u:%zz@a/kanban', /is not an address/],
  ])('refuses %s with a sentence, without the password', (url, sentence) => {
    expect(() => parseDatabaseUrl(url)).toThrow(sentence);
    expect(() => parseDatabaseUrl(url)).toThrow(expect.not.stringContaining('secret'));
  });
});

it('requireDatabase takes no address of a server alone', () => {
  expect(requireDatabase('mysql://u:secret@a/ban%20board')).toBe('ban board');
  expect(() => requireDatabase('mysql://u:secret@a/')).toThrow(/^DATABASE_URL names no database[^@]*$/);
});

it('databaseHosts keeps the order of the hosts', () => {
  expect(databaseHosts('mysql://u:p@a,b:3307,[fd00::1]:3308/kanban')).toEqual([
    { host: 'a', port: 3306 },
    { host: 'b', port: 3307 },
    { host: 'fd00::1', port: 3308 },
  ]);
});

describe('withDatabase', () => {
  it('changes the database only', () => {
    expect(withDatabase('mysql://u:p%40@a,b:3307/kanban', '')).toBe('mysql://u:p%40@a,b:3307/');
    expect(withDatabase('mysql://a', 'an other')).toBe('mysql://a/an%20other');
  });

  it('changes the user too where one is given', () => {
    const login = { user: 'kanban_relay', password: 'p@:/' };
    expect(withDatabase('mysql://root@a,b/kanban', 'kanban', login)).toBe(
      'mysql://kanban_relay:p%40%3A%2F@a,b/kanban',
    );
  });
});
