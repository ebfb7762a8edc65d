import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from '../../testing/app-under-test.ts';

const at = (iso: string) => Date.parse(iso) * 1000;
const sql = (iso: string) => new Date(iso).toISOString().slice(0, 19).replace('T', ' ');

/** Entered on Friday, an hour before the office closes; finished on Monday, an hour after it opens. */
const ENTERED = '2026-03-27T16:00+01:00';
const FINISHED = '2026-03-30T10:00+02:00';
const RANGE = { from: '2026-03-27', to: '2026-03-31' };

interface Sla {
  total: { hits: number; misses: number };
  definitions: { deadline: string; policies: object[]; calendar: object };
  worst: { misses: { deadline: string }[] };
}

describe.each(readerDatabases())('SLA in working time on $name', (server) => {
  const database = boardTest(server);
  let api: ReturnType<typeof appUnderTest>;

  beforeAll(async () => {
    const { pool } = database;
    await pool.query("UPDATE value_streams SET time_zone = 'Europe/Berlin'");
    await pool.query("INSERT INTO wip_limits (queue_name) VALUES ('backlog'), ('production')");
    await pool.query("INSERT INTO work_items (reference) VALUES ('A-1')");
    await pool.query(
      `INSERT INTO audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id, to_queue_id,
                              actor, source)
       SELECT ?, 'A-1', NULL, 'backlog', 1, 1, NULL, id, 'test', 'import' FROM wip_limits WHERE queue_name = 'backlog'
       UNION ALL
       SELECT ?, 'A-1', 'backlog', 'production', 1, 1, MIN(id), MAX(id), 'test', 'import' FROM wip_limits`,
      [sql(ENTERED), sql(FINISHED)],
    );
    await pool.query('CALL rebuild_projections(1)');
    await pool.query('INSERT INTO sla_policies (target_hours) VALUES (2)');
    api = appUnderTest(database.url);
    api.setNow(at('2026-04-10T12:00Z'));
  });
  afterAll(() => api.close());

  const ask = () => api.ask<Sla>('/v1/sla', { ...RANGE, worst: '10' });

  test('two hours on the elapsed clock are over on Friday, and nothing is said of working time', async () => {
    const { total, worst, definitions } = await ask();
    expect(total).toMatchObject({ hits: 0, misses: 1 });
    expect(worst.misses[0]?.deadline).toBe('2026-03-27T17:00:00.000000Z');
    expect(definitions.deadline).not.toContain('working');
    expect(definitions.policies).toMatchObject([{ clock: 'elapsed', targetHours: 2 }]);
  });

  test('on the working clock they last until Monday, over the weekend of the clock change', async () => {
    await database.pool.query("UPDATE sla_policies SET clock = 'working'");
    await database.pool.query(
      `INSERT INTO working_hours (weekday, starts, ends)
       VALUES (1, '09:00', '17:00'), (5, '09:00', '12:00'), (5, '13:00', '17:00'), (7, '02:00', '03:00')`,
    );
    const { total, definitions } = await ask();
    expect(total).toMatchObject({ hits: 1, misses: 0 });
    expect(definitions.deadline).toContain('working hours of the stream');
    expect(definitions.calendar).toEqual({
      timeZone: 'Europe/Berlin',
      workingHours: [
        { weekday: 1, starts: '09:00:00', ends: '17:00:00' },
        { weekday: 5, starts: '09:00:00', ends: '12:00:00' },
        { weekday: 5, starts: '13:00:00', ends: '17:00:00' },
        { weekday: 7, starts: '02:00:00', ends: '03:00:00' },
      ],
      holidays: [],
    });
  });

  test('the hours are those of the zone of the stream, whichever zone is asked for', async () => {
    const { total, definitions } = await api.ask<Sla>('/v1/sla', { ...RANGE, timeZone: 'Asia/Tokyo' });
    expect(total).toMatchObject({ hits: 1, misses: 0 });
    expect(definitions.calendar).toMatchObject({ timeZone: 'Europe/Berlin' });
  });

  test.each([
    ["INSERT INTO holidays (day, name) VALUES ('2026-12-25', 'Christmas')", 'a holiday'],
    ["UPDATE working_hours SET ends = '16:30:00' WHERE weekday = 1", 'other hours'],
    ['UPDATE sla_policies SET target_hours = 2.001', 'another target'],
  ])('the ETag follows the calendar and the policies: %s', async (statement) => {
    const path = `/v1/sla?${new URLSearchParams(RANGE)}`;
    const first = await api.app.request(path);
    const known = { headers: { 'If-None-Match': first.headers.get('ETag') ?? '' } };
    expect((await api.app.request(path, known)).status).toBe(304);
    await database.pool.query(statement);
    const changed = await api.app.request(path, known);
    expect(changed.status).toBe(200);
    expect(await changed.text()).not.toBe(await first.text());
  });

  test('a calendar that leaves no time for a target is named, not taken for a fault of the service', async () => {
    await database.pool.query('UPDATE sla_policies SET target_hours = 9999999');
    const response = await api.app.request(`/v1/sla?${new URLSearchParams(RANGE)}`);
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ type: 'urn:kanban-flow:problem:no-working-time' });
  });
});
