import { outbox, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flagAges } from './flag-ages.ts';

const begin = 1_700_000_000;
const day = 86_400;
const dayMs = day * 1000;
/** Days after the begin of the board as an instant. */
const on = (days: number) => (begin + days * day) * 1_000_000;

describe.each(serviceDatabases())('ageing alerts on $name', (server) => {
  const database = boardTest(server, { pretendedClock: true });
  let connection: PoolConnection;
  beforeAll(async () => {
    connection = await database.pool.getConnection();
    await connection.query(
      "INSERT INTO wip_limits (queue_name, kind) VALUES ('ideas', 'backlog'), ('dev', 'active'), ('test', 'active'), ('live', 'delivered')",
    );
    // 12 items that passed dev at an age of 1 to 12 days and test a day later: at 85 % 11 and 12 days.
    for (let days = 1; days <= 12; days++) {
      await enter(`done-${days}`, 'dev', 0);
      await move(`done-${days}`, 'test', days);
      await move(`done-${days}`, 'live', days + 1);
    }
    await enter('old', 'dev', 2);
    await enter('young', 'dev', 12);
    await enter('idea', 'ideas', 0);
  });
  afterAll(() => connection.destroy());

  const at = (days: number) => connection.query(`SET timestamp = ${begin + days * day}`);
  async function enter(reference: string, queue: string, days: number) {
    await at(days);
    await connection.query('INSERT INTO work_items (reference) VALUES (?)', [reference]);
    await connection.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [reference, queue]);
  }
  async function move(reference: string, queue: string, days: number) {
    await at(days);
    await connection.query('UPDATE queues SET queue_name = ? WHERE reference = ?', [queue, reference]);
  }
  const sweep = (days: number) => flagAges(database.pool, { now: on(days) });
  const told = async () =>
    (await outbox(database.pool))
      .filter(({ topic }) => topic === 'work_item.ageing')
      .map((each) => each.payload);
  const references = async () => (await told()).map(({ reference }) => reference);
  const flags = async (where: string) =>
    (
      await connection.query<RowDataPacket[]>(
        `SELECT reference, is_silent FROM age_flags WHERE ${where} ORDER BY reference`,
      )
    )[0].map(({ reference, is_silent: isSilent }) => [reference, isSilent]);

  test('the first sweep tells nobody of what is so already', async () => {
    expect(await sweep(20)).toBe(0);
    expect(await told()).toEqual([]);
    expect(await flags('TRUE')).toEqual([['old', 1]]);
  });

  test('an item beyond the pace of its stage is announced once, by any number of sweeps', async () => {
    expect(await sweep(23)).toBe(0);
    const counts = await Promise.all([sweep(24), sweep(24), sweep(24)]);
    expect(counts.toSorted()).toEqual([0, 0, 1]);
    expect(await sweep(25)).toBe(0);
    expect(await told()).toMatchObject([
      {
        value_stream: 'main',
        reference: 'young',
        queue_name: 'dev',
        age_ms: 12 * dayMs,
        pace_ms: 11 * dayMs,
        percentile: 85,
        sample_size: 12,
        is_blocked: false,
      },
    ]);
  });

  test('and again in the next stage, and when it comes back', async () => {
    await connection.query("UPDATE work_items SET blocked_reason = 'vendor' WHERE reference = 'young'");
    await move('young', 'test', 24.5);
    expect(await sweep(25)).toBe(1);
    await move('young', 'dev', 25.5);
    expect(await sweep(26)).toBe(1);
    expect(await sweep(26)).toBe(0);
    expect((await told()).slice(1)).toMatchObject([
      { reference: 'young', queue_name: 'test', pace_ms: 12 * dayMs, is_blocked: true },
      { reference: 'young', queue_name: 'dev', pace_ms: 11 * dayMs },
    ]);
  });

  test('an import announces nothing, and what gets old after it is announced', async () => {
    await enter('later', 'dev', 16);
    await connection.query("INSERT INTO work_items (reference) VALUES ('imported')");
    await at(26);
    await connection.query('CALL begin_bulk()');
    await connection.query(
      "INSERT INTO queues (reference, queue_name, moved_at) VALUES ('imported', 'dev', ?)",
      [new Date(on(3) / 1000)],
    );
    await connection.query('CALL end_bulk()');
    const before = (await told()).length;
    expect(await sweep(26.5)).toBe(0);
    expect(await flags("reference = 'imported'")).toEqual([['imported', 1]]);
    expect(await sweep(27.5)).toBe(1);
    expect((await references()).slice(before)).toEqual(['later']);
  });

  test('another percentile announces nothing, nor does a switch that was off', async () => {
    const set = (value: string) =>
      connection.query(
        "INSERT INTO settings (name, value) VALUES ('ageing_percentile', ?) ON DUPLICATE KEY UPDATE value = VALUES(value)",
        [value],
      );
    await enter('fresh', 'dev', 20);
    const before = (await told()).length;
    await set('50');
    expect(await sweep(28)).toBe(0);
    expect(await flags("reference = 'fresh' AND percentile = 50")).toEqual([['fresh', 1]]);
    await set('off');
    await enter('unseen', 'dev', 21);
    expect(await sweep(29)).toBe(0);
    await set('50');
    expect(await sweep(29)).toBe(0);
    expect(await flags("reference = 'unseen'")).toEqual([['unseen', 1]]);
    expect((await told()).length).toBe(before);
    await expect(set('100')).rejects.toMatchObject({ errno: 9108 });
  });

  test('nothing is said of an item that is finished, removed or has moved since the sweep looked', async () => {
    await enter('gone', 'dev', 0);
    const [[row]] = await connection.query<RowDataPacket[]>(
      "SELECT item_id, last_audit_id FROM item_flow WHERE reference = 'gone'",
    );
    const flag = async () => {
      const [[found]] = await connection.query<RowDataPacket[]>(
        'SELECT flag_age(?, ?, 50, 9, 8, 12, FALSE) AS is_new',
        [row?.item_id, row?.last_audit_id],
      );
      return found?.is_new;
    };
    for (const change of [
      "UPDATE queues SET queue_name = 'test' WHERE reference = 'gone'",
      "UPDATE queues SET queue_name = 'live' WHERE reference = 'gone'",
      "DELETE FROM queues WHERE reference = 'gone'",
      "DELETE FROM work_items WHERE reference = 'gone'",
    ]) {
      await connection.query(change);
      expect(await flag()).toBe(0);
    }
  });

  test('rows of age_flags stay as they are', async () => {
    await expect(connection.query('UPDATE age_flags SET age_ms = 0')).rejects.toMatchObject({ errno: 9119 });
    await expect(connection.query('DELETE FROM age_flags')).rejects.toMatchObject({ errno: 9119 });
  });
});
