import { refusalOf } from '@kanban/schema';
import { createTestDatabase, serviceDatabases, type TestDatabase } from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

describe.each(serviceDatabases())(
  'mail goes to addresses that somebody of the board chose, on $name',
  (server) => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await createTestDatabase(server);
      await database.pool.query(
        "INSERT INTO members (name, email) VALUES ('ada', 'ada@example.test'), ('boss@example.test', NULL)",
      );
      await database.pool.query("INSERT INTO subscriptions (recipient) VALUES ('team@example.test')");
      await database.pool.query(
        "INSERT INTO settings (name, value) VALUES ('default_recipient', 'all@example.test')",
      );
    });
    afterAll(() => database.drop());

    const addressOf = async (name: string) => {
      const [rows] = await database.pool.query<RowDataPacket[]>('SELECT address_of_member(?) AS address', [
        name,
      ]);
      return rows[0]?.address as string | null;
    };
    const setDomains = (value: string, stream = '') =>
      database.pool
        .query(
          "INSERT INTO settings (name, value_stream, value) VALUES ('mail_domains', ?, ?) ON DUPLICATE KEY UPDATE value = VALUES(value)",
          [stream, value],
        )
        .then(
          () => 'done',
          (error) => refusalOf(error)?.code ?? error,
        );

    test.each([
      ['ada', 'ada@example.test', 'the address of a member'],
      ['ada@10.0.0.5', 'ada@example.test', 'of a login'],
      ['ada@example.test', 'ada@example.test', 'a member by the address'],
      ['boss@example.test', 'boss@example.test', 'a member whose name it is'],
      ['team@example.test', 'team@example.test', 'a subscriber'],
      ['all@example.test', 'all@example.test', 'the default recipient'],
      ['eve@example.test', null, 'nobody anybody entered'],
      ['victim@elsewhere.test', null, 'an assignee that looks like an address'],
      ['victim@elsewhere.test\n', null, 'one with a line break'],
      ['bob', null, 'a name'],
    ])('%j is told at %s: %s', async (name, address, _) => {
      expect(await addressOf(name)).toBe(address);
    });

    test('and to those whose domain the board names, or to any where it says so', async () => {
      expect(await setDomains('example.org,example.test')).toBe('done');
      expect(await addressOf('eve@Example.TEST')).toBe('eve@Example.TEST');
      expect(await addressOf('eve@sub.example.test')).toBeNull();
      expect(await addressOf('eve@notexample.test')).toBeNull();
      expect(await addressOf('eve@x@example.test')).toBeNull();
      expect(await setDomains('*')).toBe('done');
      expect(await addressOf('eve@elsewhere.test')).toBe('eve@elsewhere.test');
      expect(await setDomains('')).toBe('done');
      expect(await addressOf('eve@example.test')).toBeNull();
    });

    test.each(['example', 'a.test, b.test', '*.test', 'a.test,', '@a.test', 'A.test', 'a.test\n'])(
      'the domains %j are refused',
      async (value) => {
        expect(await setDomains(value)).toBe('INVALID_SETTING');
      },
    );

    test('the domains are for all streams', async () => {
      expect(await setDomains('a.test', 'main')).toBe('INVALID_SETTING');
    });
  },
);
