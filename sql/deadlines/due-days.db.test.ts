import { createBoard, enter, move, readSqlFiles, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { beforeAll, describe, expect, test } from 'vitest';

/** Zones as offsets, which a server knows without its tables of zones; one that none knows; and when the day is over there. */
const ZONES = [
  { zone: 'UTC', ends: '2026-11-21 00:00:00', isKnown: true },
  { zone: 'Etc/UTC', ends: '2026-11-21 00:00:00', isKnown: true },
  { zone: '-05:00', ends: '2026-11-21 05:00:00', isKnown: true },
  { zone: '+09:00', ends: '2026-11-20 15:00:00', isKnown: true },
  { zone: 'Nowhere/Atall', ends: '2026-11-21 12:00:00', isKnown: false },
];

describe.each(serviceDatabases())('a due date that is a day, in SQL on $name', (server) => {
  const database = boardTest(server);
  beforeAll(async () => {
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'open', 'done');
    await move(database.pool, 'done', 'production');
    await database.pool.query("UPDATE work_items SET date_due = '2026-11-20'");
  });

  const query = async (sql: string): Promise<RowDataPacket> => {
    const [[row]] = await database.pool.query<RowDataPacket[]>(sql);
    return row as RowDataPacket;
  };
  /** What a view says at a time, in a zone: its own text with both in place of the clock and the zone of the stream. */
  const view = async (name: string, zone: string, now: string, which: string) => {
    const text = (await readSqlFiles('views')).find((file) => file.name === name)?.text ?? '';
    const select = text.slice(text.indexOf(' AS\n') + 3);
    const asked = select
      .replaceAll('clock_utc()', `TIMESTAMP('${now}')`)
      .replaceAll(/\b[sv]\.time_zone/g, `'${zone}'`);
    expect(asked.split(zone).length).toBeGreaterThan(2);
    return query(`SELECT * FROM (${asked}) the_view WHERE reference = '${which}'`);
  };
  const before = (end: string) =>
    `${new Date(Date.parse(`${end}Z`) - 1).toISOString().slice(0, -1).replace('T', ' ')}999`;

  test.each(ZONES)(
    'is past due on the wall when it is over, and not before, never NULL: $zone',
    async ({ zone, ends }) => {
      expect((await view('card_wall', zone, before(ends), 'open')).past_due).toBe('N');
      expect((await view('card_wall', zone, ends, 'open')).past_due).toBe('Y');
      expect((await view('card_wall', zone, ends, 'done')).past_due).toBe('N');
    },
  );

  test.each(ZONES)(
    'is kept until its end in bi_sla, and not judged in a zone the server does not know: $zone',
    async ({ zone, ends, isKnown }) => {
      const finished = async (at: string) => {
        await database.pool.query("UPDATE item_flow SET finished_at = ? WHERE reference = 'done'", [at]);
        const { hit, deadline, decided_by, due_day } = await view('bi_sla', zone, at, 'done');
        const day = due_day.toISOString().slice(0, 10);
        return { hit, deadline, decided_by, day };
      };
      const end = isKnown ? Date.parse(`${ends}Z`) * 1000 - 1 : null;
      const row = { deadline: end, decided_by: 'due_date', day: '2026-11-20' };
      expect(await finished(before(ends))).toEqual({ ...row, hit: isKnown ? 'Y' : null });
      expect(await finished(ends)).toEqual({ ...row, hit: isKnown ? 'N' : null });
    },
  );

  test('and a microsecond more is that instant', async () => {
    await database.pool.query("UPDATE work_items SET date_due = '2026-11-20 00:00:00.000001'");
    expect((await view('card_wall', '-05:00', '2026-11-20 00:00:00.000001', 'open')).past_due).toBe('N');
    expect((await view('card_wall', '-05:00', '2026-11-20 00:00:00.000002', 'open')).past_due).toBe('Y');
    const { hit, deadline, due_day } = await view('bi_sla', '-05:00', '2026-11-21', 'done');
    expect([hit, deadline, due_day]).toEqual(['N', Date.parse('2026-11-20T00:00:00Z') * 1000 + 1, null]);
    await database.pool.query("UPDATE work_items SET date_due = '2026-11-20'");
  });
});
