import { applyRoles, createLogins, createPool, type LoginName } from '@kanban/schema';
import { createBoard, drift, enter, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { Pool } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const names: LoginName[] = ['reader', 'mover', 'board', 'relay', 'notifier', 'administrator'];
const accessDenied = [1142, 1143, 1370, 1044, 1045, 1227];

describe.each(serviceDatabases())('logins on $name', (server) => {
  const database = boardTest(server);
  const pools = new Map<string, Pool>();
  beforeAll(async () => {
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'a');
    await applyRoles(database.url);
    const passwords = Object.fromEntries(names.map((name) => [name, `${name} p@ss/word`]));
    const urls = await createLogins(database.url, passwords, { suffix: `_${database.name.slice(-6)}` });
    for (const [name, url] of Object.entries(urls)) pools.set(name, createPool(url, { connectionLimit: 1 }));
  });
  afterAll(async () => {
    for (const pool of pools.values()) await pool.end();
  });

  const attempt = (name: LoginName, statement: string) =>
    (pools.get(name) as Pool).query(statement).then(
      () => 'done',
      (error) => (accessDenied.includes(error.errno) ? 'denied' : error.message),
    );

  const kept = [
    'audit_log',
    'queue_state',
    'item_flow',
    'item_spells',
    'visits',
    'flow_counts',
    'outbox_events',
    'deliveries',
    'bulk_sessions',
  ];
  const rules = ['wip_limits', 'settings', 'value_streams', 'sla_policies', 'subscriptions'];

  describe('Least rights', () => {
    test.each(['reader', 'relay', 'notifier'] as const)('%s cannot touch items', async (name) => {
      expect(await attempt(name, "INSERT INTO work_items (reference) VALUES ('x')")).toBe('denied');
      expect(await attempt(name, "UPDATE work_items SET short_desc = 'x'")).toBe('denied');
      expect(await attempt(name, "UPDATE queues SET queue_name = 'test'")).toBe('denied');
      expect(await attempt(name, 'DELETE FROM queues')).toBe('denied');
    });

    test('the reader can write nothing at all', async () => {
      for (const table of [...kept, ...rules]) {
        expect([table, await attempt('reader', `DELETE FROM ${table}`)]).toEqual([table, 'denied']);
        expect([table, await attempt('reader', `INSERT INTO ${table} () VALUES ()`)]).toEqual([
          table,
          'denied',
        ]);
      }
      expect(await attempt('reader', 'SELECT * FROM card_wall')).toBe('done');
    });

    test('a mover moves cards, and every rule follows', async () => {
      expect(await attempt('mover', "INSERT INTO work_items (reference) VALUES ('m')")).toBe('done');
      expect(
        await attempt('mover', "INSERT INTO queues (reference, queue_name) VALUES ('m', 'backlog')"),
      ).toBe('done');
      expect(await attempt('mover', "UPDATE queues SET queue_name = 'test' WHERE reference = 'm'")).toBe(
        'done',
      );
      expect(await attempt('mover', "DELETE FROM work_items WHERE reference = 'm'")).toBe('done');
      expect(await drift(database.pool)).toEqual([]);
    });

    test('a mover can neither write what the triggers keep nor change a rule', async () => {
      for (const table of [...kept, ...rules]) {
        expect([table, await attempt('mover', `DELETE FROM ${table}`)]).toEqual([table, 'denied']);
        expect([table, await attempt('mover', `INSERT INTO ${table} () VALUES ()`)]).toEqual([
          table,
          'denied',
        ]);
      }
      expect(await attempt('mover', 'CALL rebuild_projections(1)')).toBe('denied');
    });

    test('a mover follows items as a member, reads nobody’s subscriptions, and ends only their own', async () => {
      const login = `kanban_mover_${database.name.slice(-6)}`;
      const followed = async () =>
        (
          await database.pool.query({
            sql: 'SELECT member FROM subscriptions ORDER BY id',
            rowsAsArray: true,
          })
        )[0];
      expect(await attempt('mover', "CALL follow_item('a')")).toMatch(/is no member; an administrator adds/);
      await database.pool.query(
        `INSERT INTO members (name, email) VALUES ('${login}', 'mover@x.test'), ('ada', 'ada@x.test')`,
      );
      await database.pool.query("INSERT INTO subscriptions (reference, member) VALUES ('a', 'ada')");
      for (const _ of ['once', 'again']) expect(await attempt('mover', "CALL follow_item('a')")).toBe('done');
      expect(await followed()).toEqual([['ada'], [login]]);
      expect(await attempt('mover', 'SELECT member FROM subscriptions')).toBe('denied');
      expect(await attempt('mover', "CALL unfollow_item('a')")).toBe('done');
      expect(await followed()).toEqual([['ada']]);
      expect(await attempt('reader', "CALL follow_item('a')")).toBe('denied');
      await database.pool.query("DELETE FROM members WHERE name = 'ada'");
      expect(await followed()).toEqual([]);
    });

    test('an administrator changes limits, but not the log', async () => {
      expect(
        await attempt('administrator', "UPDATE wip_limits SET wip_limit = 9 WHERE queue_name = 'test'"),
      ).toBe('done');
      expect(await attempt('administrator', 'DELETE FROM audit_log')).toContain('KANBAN_AUDIT_APPEND_ONLY');
      expect(await attempt('administrator', 'TRUNCATE TABLE audit_log')).toBe('denied');
    });
  });
});
