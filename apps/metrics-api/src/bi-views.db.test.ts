import {
  DAY,
  formatInstant,
  HOUR,
  leadTime,
  policyFor,
  type Range,
  verdictOf,
  WorkingCalendar,
} from '@kanban/domain';
import {
  type History,
  histories,
  naiveBlockedTime,
  naiveCumulativeFlow,
  naiveFinishedItems,
  naiveItems,
  ZONES,
} from '@kanban/domain/testing';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import fc from 'fast-check';
import type { RowDataPacket } from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { referenceOf, type Way, writeBlocks, writeHistory } from './testing/history-in-database.ts';

const RUNS = 5;
const always = { from: -Infinity, to: Infinity };

describe.each(readerDatabases())('the views for BI tools on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });

  const select = async (sql: string, stream: string) => {
    const [rows] = await database.pool.query<RowDataPacket[]>(sql, [stream]);
    return rows;
  };

  test('give a year of eight queues within a second', async () => {
    const { pool } = database;
    await pool.query("INSERT INTO value_streams (name) VALUES ('busy')");
    const queues = Array.from({ length: 8 }, (_, n) => ['busy', `q${n}`]);
    await pool.query('INSERT INTO wip_limits (value_stream, queue_name) VALUES ?', [queues]);
    const hours = Array.from({ length: 365 * 12 }, (_, n) => n);
    // Twelve quarter hours a day in every queue, as a board of some hundred moves a day leaves them.
    const start = new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10);
    await pool.query(
      `INSERT INTO audit_log (occurred_at, reference, value_stream_id, item_id, actor, source)
       SELECT ?, 'x', id, 1000000, 'test', 'import' FROM value_streams WHERE name = 'busy'`,
      [start],
    );
    for (let from = 0; from < hours.length; from += 500) {
      const rows = hours.slice(from, from + 500).map((n) => `SELECT ${n} AS n`);
      await pool.query(
        `INSERT INTO flow_counts (queue_id, interval_start, arrivals, departures)
         SELECT l.id, TIMESTAMPADD(HOUR, 2 * n, ?), n + 1, n FROM wip_limits l JOIN (${rows.join(' UNION ALL ')}) t
         WHERE l.value_stream = 'busy'`,
        [start],
      );
    }
    const times: number[] = [];
    for (let turn = 0; turn < 5; turn++) {
      const startedAt = performance.now();
      const rows = await select('SELECT * FROM bi_cumulative_flow WHERE value_stream = ?', 'busy');
      times.push(performance.now() - startedAt);
      expect(rows).toHaveLength(366 * 8);
      expect(rows.filter((row) => row.items !== 1)).toEqual([]);
    }
    expect(Math.min(...times)).toBeLessThan(1_000);
  });

  test.each(ZONES.slice(1, 3))(
    'say what the domain says of histories around $date',
    async ({ timeZone, date }) => {
      const given = histories(Date.parse(date) * 1000 - 3 * DAY);
      const way = fc.constantFrom<Way>('import', 'sql');
      const property = fc.asyncProperty(given, way, async (asked, by) => {
        const { name, history } = await writeHistory(database.pool, asked, { timeZone, way: by });
        await leadTimesAreRight(name, history);
        await slaIsRight(name, history, timeZone);
        await flowIsRight(name, history);
        await timeInQueueIsRight(name, history);
        await blocksAreRight(name, history, Date.parse(date) * 1000);
      });
      await fc.assert(property, { numRuns: RUNS });
    },
  );

  async function leadTimesAreRight(stream: string, { rows, queues }: History) {
    const finished = naiveFinishedItems(rows, queues, always);
    const measure = (clock: 'lead' | 'cycle') =>
      new Map(
        leadTime(finished, queues, 'UTC', {
          clock,
          dayCount: 'exact',
          percentiles: [],
          method: 'nearest-rank',
        }).rows.map(({ item, duration }) => [item.itemId, duration]),
      );
    const [lead, cycle] = [measure('lead'), measure('cycle')];
    const inHours = (us = NaN) => [us / HOUR, us / DAY].map((each) => expect.closeTo(each, 5));
    const shown = await select(
      'SELECT * FROM bi_lead_times WHERE value_stream = ? ORDER BY reference',
      stream,
    );
    const expected = finished.map((item) => ({
      reference: referenceOf(item.itemId),
      entered_at: item.enteredAt,
      committed_at: item.committedAt,
      finished_at: item.finishedAt,
      lead: inHours(lead.get(item.itemId)),
      cycle: inHours(cycle.get(item.itemId)),
    }));
    expect(
      shown.map((row) => ({
        reference: row.reference,
        entered_at: row.entered_at,
        committed_at: row.committed_at,
        finished_at: row.finished_at,
        lead: [row.lead_time_hours, row.lead_time_days],
        cycle: [row.cycle_time_hours, row.cycle_time_days],
      })),
    ).toEqual(expected.sort((a, b) => (a.reference < b.reference ? -1 : 1)));
  }

  async function slaIsRight(stream: string, { rows, queues, items, policies }: History, timeZone: string) {
    const calendar = new WorkingCalendar({ timeZone, hours: [], holidays: [] });
    const [known] = await select(
      "SELECT CONVERT_TZ('2026-01-01', ?, '+00:00') IS NOT NULL AS zone",
      timeZone,
    );
    const judged = naiveFinishedItems(rows, queues, always).flatMap((item) => {
      const own = items.find(({ itemId }) => itemId === item.itemId);
      if (!own) throw new Error(`no item ${item.itemId}`);
      const { verdict, deadline } = verdictOf({ ...own, ...item }, { policies, calendar });
      if (deadline === null) return [];
      if (deadline.day !== undefined && known?.zone === 0)
        return { reference: referenceOf(item.itemId), deadline: null, decided_by: 'due_date', hit: null };
      if (deadline.by === 'policy' && policyFor(own, policies)?.clock === 'working')
        return { reference: referenceOf(item.itemId), deadline: null, decided_by: 'policy', hit: null };
      return {
        reference: referenceOf(item.itemId),
        deadline: deadline.at,
        decided_by: deadline.by === 'dueDate' ? 'due_date' : 'policy',
        hit: verdict === 'hit' ? 'Y' : 'N',
      };
    });
    const shown = await select(
      'SELECT reference, deadline, decided_by, hit FROM bi_sla WHERE value_stream = ? ORDER BY reference',
      stream,
    );
    expect(shown).toEqual(judged.sort((a, b) => (a.reference < b.reference ? -1 : 1)));
  }

  async function flowIsRight(stream: string, { rows, queues }: History) {
    const shown = await select(
      `SELECT DATE_FORMAT(day, '%Y-%m-%d') AS day, queue_name, items, at_or_beyond, arrivals, departures
       FROM bi_cumulative_flow WHERE value_stream = ? ORDER BY day, position`,
      stream,
    );
    const first = rows[0];
    if (!first) return expect(shown).toEqual([]);
    const days = Map.groupBy(shown, (row) => String(row.day));
    const today = new Date().toISOString().slice(0, 10);
    expect([...days.keys()].at(0)).toBe(formatInstant(first.occurredAt).slice(0, 10));
    expect([...days.keys()].at(-1)).toBe(today);
    expect(days.size).toBe((Date.parse(today) * 1000 - startOf(first.occurredAt)) / DAY + 1);

    const lastEvent = rows.at(-1)?.occurredAt ?? 0;
    for (const [day, ofDay] of days) {
      const at = Date.parse(day) * 1000 + DAY;
      if (at > lastEvent + 2 * DAY && day !== today) continue;
      const [point] = naiveCumulativeFlow(rows, queues, [at], 'occupancy');
      const here = naiveItems(rows, queues, at);
      const expected = queues.map((queue) => {
        const flow = point?.queues.find(({ queueId }) => queueId === queue.id);
        return {
          day,
          queue_name: queue.name,
          items: flow?.items ?? here.filter(({ queueId }) => queueId === queue.id).length,
          at_or_beyond: flow?.atOrBeyond ?? null,
        };
      });
      expect(ofDay.map(({ arrivals: _, departures: __, ...row }) => row)).toEqual(
        expected.toSorted((a, b) => positionOf(queues, a.queue_name) - positionOf(queues, b.queue_name)),
      );
      // What came into queues and did not leave them is there.
      expect(ofDay.every((row) => row.arrivals - row.departures === row.items)).toBe(true);
    }
  }

  async function timeInQueueIsRight(stream: string, { rows, queues }: History) {
    const expected = new Map<string, number>();
    for (const { itemId, story, committedAt, finishedAt } of naiveFinishedItems(rows, queues, always)) {
      story.forEach(({ at, queueId }, place) => {
        const queue = queues.find(({ id }) => id === queueId);
        const from = Math.max(at, committedAt ?? finishedAt);
        const to = Math.min(story[place + 1]?.at ?? finishedAt, finishedAt);
        if (from >= to || !queue || !['backlog', 'buffer', 'active'].includes(queue.kind)) return;
        const key = `${referenceOf(itemId)} ${queue.name}`;
        expected.set(key, (expected.get(key) ?? 0) + (to - from) / HOUR);
      });
    }
    const shown = await select(
      'SELECT reference, queue_name, hours, days FROM bi_time_in_queue WHERE value_stream = ?',
      stream,
    );
    const told = shown.filter(({ hours }) => hours > 0);
    for (const { hours, days } of told) expect(days).toBeCloseTo(hours / 24, 5);
    const sorted = <Value>(some: [string, Value][]) => some.toSorted(([a], [b]) => (a < b ? -1 : 1));
    expect(sorted(told.map((row) => [`${row.reference} ${row.queue_name}`, row.hours]))).toEqual(
      // What takes less than half a millionth of an hour is rounded away.
      sorted([...expected].filter(([, hours]) => hours >= 5e-7)).map(([key, hours]) => [
        key,
        expect.closeTo(hours, 5),
      ]),
    );
  }

  /** One block of each item, of 30 hours; every third lasts. */
  async function blocksAreRight(stream: string, { rows, queues, items }: History, at: number) {
    const blocks = items.map(({ itemId }, n) => ({
      ...{ itemId, reason: `reason ${n}`, blockedAt: at + n * HOUR },
      unblockedAt: n % 3 === 0 ? null : at + (n + 30) * HOUR,
    }));
    await writeBlocks(database.pool, stream, blocks);
    const shown = await select('SELECT * FROM bi_blocks WHERE value_stream = ? ORDER BY reason', stream);
    expect(shown.map(({ reference, unblocked_at: until }) => [reference, until])).toEqual(
      blocks.map(({ itemId, unblockedAt }) => [referenceOf(itemId), unblockedAt]),
    );
    const span = { from: at, to: at + 40 * HOUR };
    const naive = naiveBlockedTime(rows, queues, blocks, span, (a, b) => b - a);
    blocks.forEach(({ itemId, blockedAt, unblockedAt }, n) => {
      const story = naiveItems(rows, queues, blockedAt + 1).find((item) => item.itemId === itemId)?.story;
      const place = rows.findLast((row) => row.itemId === itemId && row.occurredAt <= blockedAt)?.toQueueId;
      expect(shown[n]?.queue_name).toBe(
        story === undefined ? null : (queues.find(({ id }) => id === place)?.name ?? null),
      );
      if (unblockedAt === null) return;
      const us = naive.filter((each) => each.itemId === itemId).reduce((sum, each) => sum + each.us, 0);
      expect([shown[n]?.hours, shown[n]?.in_progress_hours]).toEqual([30, expect.closeTo(us / HOUR, 5)]);
    });
  }

  test('leave targets in working time to the API', async () => {
    const { pool } = database;
    await pool.query("INSERT INTO value_streams (name) VALUES ('office')");
    await pool.query(
      "INSERT INTO wip_limits (value_stream, queue_name, kind) VALUES ('office', 'done', 'delivered')",
    );
    await pool.query(
      `INSERT INTO sla_policies (value_stream, type, target_hours, clock)
       VALUES ('office', '', 1, 'elapsed'), ('office', 'slow', 1, 'working')`,
    );
    await pool.query(
      `INSERT INTO work_items (reference, value_stream, type, assignee)
       VALUES ('w1', 'office', 'slow', 'ann'), ('w2', 'office', 'other', NULL)`,
    );
    await pool.query("INSERT INTO queues (reference, queue_name) VALUES ('w1', 'done'), ('w2', 'done')");
    expect(
      await select(
        'SELECT reference, assignee, decided_by, hit FROM bi_sla WHERE value_stream = ? ORDER BY 1',
        'office',
      ),
    ).toEqual([
      { reference: 'w1', assignee: 'ann', decided_by: 'policy', hit: null },
      { reference: 'w2', assignee: null, decided_by: 'policy', hit: 'Y' },
    ]);
  });
});

function startOf(instant: Range['from']): number {
  return Math.floor(instant / DAY) * DAY;
}

function positionOf(queues: History['queues'], name: string): number {
  return queues.find((queue) => queue.name === name)?.position ?? NaN;
}
