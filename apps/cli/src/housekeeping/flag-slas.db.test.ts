import { HOUR, type Instant } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import {
  createBoard,
  enter,
  move,
  outbox,
  serviceDatabases,
  writePastTriggers,
} from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.ts';
import { flagSlas } from './flag-slas.ts';

describe.each(serviceDatabases())('the sweep over open items on $name', (server) => {
  const database = boardTest(server);
  /** When the items of a test entered. */
  let entered: Instant;

  beforeAll(async () => {
    await createBoard(database.pool);
  });
  beforeEach(async () => {
    for (const table of [
      'queues',
      'work_items',
      'sla_policies',
      'working_hours',
      'holidays',
      'outbox_events',
    ])
      await database.pool.query(`DELETE FROM ${table}`);
    await database.pool.query("DELETE FROM settings WHERE name = 'sla_at_risk_percent'");
    await database.pool.query('TRUNCATE TABLE sla_flags');
    await database.pool.query("UPDATE value_streams SET time_zone = 'UTC'");
  });

  const run = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);

  /** Items that enter at one instant, so that shares of their time can be named. */
  async function open(queue: string, ...references: string[]) {
    await enter(database.pool, queue, ...references);
    const [[row]] = await database.pool.query<RowDataPacket[]>(
      'SELECT MAX(entered_at) AS entered FROM item_flow WHERE reference IN (?)',
      [references],
    );
    entered = row?.entered;
    await run('UPDATE item_flow SET entered_at = ? WHERE reference IN (?)', [
      sqlInstant(entered),
      references,
    ]);
  }
  const due = (reference: string, afterHours: number | null) =>
    run('UPDATE work_items SET date_due = ? WHERE reference = ?', [
      afterHours === null ? null : sqlInstant(entered + afterHours * HOUR),
      reference,
    ]);
  const sweep = (afterHours: number) => flagSlas(database.pool, { now: entered + afterHours * HOUR });
  const flags = async () => {
    const [rows] = await database.pool.query<RowDataPacket[]>('SELECT * FROM sla_flags ORDER BY id');
    return rows.map((row) => {
      const hours = (row.deadline - entered) / HOUR;
      return `${row.reference} ${row.flag} ${hours} h by ${row.decided_by}${row.is_current === 1 ? '' : ', past'}`;
    });
  };
  const told = async () => {
    const events = await outbox(database.pool);
    return events
      .filter(({ topic }) => topic.startsWith('work_item.sla_'))
      .map(({ topic, payload }) => `${payload.reference} ${topic.replace('work_item.sla_', '')}`);
  };

  test('an item nobody touches is at risk after 80 % of its time and breached after all of it, each said once', async () => {
    await open('backlog', 'a');
    await run('INSERT INTO sla_policies (target_hours) VALUES (10)');
    expect(await sweep(7.999)).toEqual({ atRisk: 0, breached: 0 });
    expect(await sweep(8)).toEqual({ atRisk: 1, breached: 0 });
    expect(await sweep(9)).toEqual({ atRisk: 0, breached: 0 });
    expect(await sweep(10.001)).toEqual({ atRisk: 0, breached: 1 });
    expect(await sweep(99)).toEqual({ atRisk: 0, breached: 0 });
    expect(await flags()).toEqual(['a at_risk 10 h by policy', 'a breached 10 h by policy']);
    expect(await told()).toEqual(['a at_risk', 'a breached']);
  });

  test('the first whole sweep after an upgrade tells nobody of what is so already, and the next tells what is new', async () => {
    await open('backlog', 'late', 'risky', 'later');
    await due('late', 1);
    await due('risky', 10);
    await due('later', 20);
    await run("INSERT INTO sla_first_sweeps SELECT id FROM value_streams WHERE name = 'main'");
    // One that dies says nothing either, and the stream is still to be looked at.
    const [[row]] = await database.pool.query<RowDataPacket[]>(
      "SELECT id, date_due FROM work_items WHERE reference = 'late'",
    );
    await run("SELECT flag_sla(?, 'breached', ?, 'due_date')", [row?.id, sqlInstant(row?.date_due)]);
    expect(await sweep(9)).toEqual({ atRisk: 0, breached: 0 });
    expect(await told()).toEqual([]);
    expect(await flags()).toEqual(['late breached 1 h by due_date', 'risky at_risk 10 h by due_date']);
    expect(await sweep(9)).toEqual({ atRisk: 0, breached: 0 });
    expect(await sweep(17)).toEqual({ atRisk: 1, breached: 1 });
    expect((await told()).toSorted()).toEqual(['later at_risk', 'risky breached']);
  });

  test('an item found too late is breached only', async () => {
    await open('backlog', 'a');
    await due('a', 10);
    expect(await sweep(11)).toEqual({ atRisk: 0, breached: 1 });
    expect(await told()).toEqual(['a breached']);
  });

  test('an item that takes as long as others did is at risk of its deadline long before its time is up', async () => {
    await run("INSERT INTO settings (name, value) VALUES ('sla_at_risk_percent', 'off')");
    const done = Array.from({ length: 10 }, (_, n) => `done-${n}`);
    for (const reference of done) {
      await open('development', reference);
      await move(database.pool, reference, 'production');
    }
    await open('development', 'a');
    const days = (n: number) => sqlInstant(entered + n * 24 * HOUR);
    // Each of the ten took five days from development to production, and was finished four days ago.
    await run(
      "UPDATE visits SET entered_at = ? WHERE item_id IN (SELECT id FROM work_items WHERE reference LIKE 'done-%') AND left_at IS NOT NULL",
      [days(-9)],
    );
    await run(
      "UPDATE visits SET entered_at = ? WHERE item_id IN (SELECT id FROM work_items WHERE reference LIKE 'done-%') AND left_at IS NULL",
      [days(-4)],
    );
    await run(
      "UPDATE visits SET left_at = ? WHERE item_id IN (SELECT id FROM work_items WHERE reference LIKE 'done-%') AND left_at IS NOT NULL",
      [days(-4)],
    );
    await run("UPDATE item_flow SET finished_at = ?, committed_at = ? WHERE reference LIKE 'done-%'", [
      days(-4),
      days(-9),
    ]);
    await due('a', 6 * 24);
    expect(await sweep(0)).toEqual({ atRisk: 0, breached: 0 });
    await due('a', 4 * 24);
    expect(await sweep(1)).toEqual({ atRisk: 1, breached: 0 });
    expect(await sweep(2)).toEqual({ atRisk: 0, breached: 0 });
    expect(await told()).toEqual(['a at_risk']);
  });

  describe('a due date that is a day', () => {
    const day = Date.UTC(2040, 0, 10) * 1000;
    /** Hours after that day began in UTC. */
    const at = (hours: number) => flagSlas(database.pool, { now: day + hours * HOUR });
    beforeEach(async () => {
      await open('backlog', 'day');
      await run("UPDATE work_items SET date_due = '2040-01-10'");
      await run("INSERT INTO settings (name, value) VALUES ('sla_at_risk_percent', 'off')");
    });

    test.each([
      ['UTC', 24],
      ['America/New_York', 29],
      ['Asia/Tokyo', 15],
    ])('is breached when it is over in the zone of the stream: %s', async (zone, hours) => {
      await run('UPDATE value_streams SET time_zone = ?', [zone]);
      expect(await at(hours - 0.001)).toEqual({ atRisk: 0, breached: 0 });
      expect(await at(hours)).toEqual({ atRisk: 0, breached: 1 });
      expect(await at(hours + 1)).toEqual({ atRisk: 0, breached: 0 });
      expect((await outbox(database.pool)).at(-1)?.payload).toMatchObject({
        deadline: '2040-01-10',
        decided_by: 'due_date',
        time_zone: zone,
      });
    });

    test('is announced once, in any zone of the stream, and again when another day is given', async () => {
      await at(24);
      await run("UPDATE value_streams SET time_zone = 'America/New_York'");
      expect(await at(25)).toEqual({ atRisk: 0, breached: 0 });
      expect(await at(29)).toEqual({ atRisk: 0, breached: 0 });
      await run("UPDATE work_items SET date_due = '2040-01-11'");
      expect(await at(52.999)).toEqual({ atRisk: 0, breached: 0 });
      expect(await at(53)).toEqual({ atRisk: 0, breached: 1 });
    });

    test('is another deadline than the target of a policy at the midnight it begins with', async () => {
      await run('INSERT INTO sla_policies (target_hours) VALUES (1)');
      await run('UPDATE work_items SET date_due = NULL');
      await run("UPDATE item_flow SET entered_at = ? WHERE reference = 'day'", [sqlInstant(day - HOUR)]);
      expect(await at(0.5)).toEqual({ atRisk: 0, breached: 1 });
      await run("UPDATE work_items SET date_due = '2040-01-10'");
      expect(await at(23.9)).toEqual({ atRisk: 0, breached: 0 });
      expect(await at(24)).toEqual({ atRisk: 0, breached: 1 });
    });
  });

  test("without a time given the database's clock decides", async () => {
    await open('backlog', 'a', 'b');
    await due('a', -1);
    await due('b', 1000);
    expect(await flagSlas(database.pool)).toEqual({ atRisk: 0, breached: 1 });
    expect(await told()).toEqual(['a breached']);
  });

  test('the due date goes before the policy, and the most specific policy before others', async () => {
    await open('backlog', 'a', 'b', 'c');
    await due('a', 100);
    await run("UPDATE work_items SET class_of_service = 'expedite' WHERE reference = 'b'");
    await run("INSERT INTO sla_policies (class_of_service, target_hours) VALUES ('', 10), ('expedite', 2)");
    await sweep(3);
    expect(await flags()).toEqual(['b breached 2 h by policy']);
  });

  test('a target on cycle time says nothing before the item is committed', async () => {
    await open('backlog', 'a');
    await run("INSERT INTO sla_policies (measure, target_hours) VALUES ('cycle', 1)");
    expect(await sweep(100)).toEqual({ atRisk: 0, breached: 0 });
    await move(database.pool, 'a', 'development');
    expect(await sweep(100)).toEqual({ atRisk: 0, breached: 1 });
  });

  test('only open items are flagged: not finished, dropped, removed or deleted ones, nor those that never entered', async () => {
    await open('backlog', 'a', 'b', 'c', 'd');
    await run("INSERT INTO work_items (reference, date_due) VALUES ('e', '2020-01-01')");
    for (const reference of ['a', 'b', 'c', 'd']) await due(reference, 1);
    await move(database.pool, 'a', 'production');
    await move(database.pool, 'b', 'drop');
    await run("DELETE FROM queues WHERE reference = 'c'");
    await run("UPDATE work_items SET deleted_at = UTC_TIMESTAMP(6) WHERE reference = 'd'");
    expect(await sweep(2)).toEqual({ atRisk: 0, breached: 0 });
  });

  test('a finished item that is moved back is open again, but nothing is said of it twice', async () => {
    await open('backlog', 'a');
    await due('a', 1);
    await sweep(2);
    await move(database.pool, 'a', 'production');
    await sweep(3);
    await move(database.pool, 'a', 'test');
    await sweep(4);
    expect(await told()).toEqual(['a breached']);
    expect(await flags()).toEqual(['a breached 1 h by due_date']);
  });

  test('in working time nothing passes at night, and at risk goes by the same clock', async () => {
    await open('backlog', 'a');
    // Half an hour a day that lies 12 hours behind the entry, in a zone of its own.
    const wall = (at: Instant) => new Date(at / 1000).toISOString().slice(11, 19);
    const zone = "UPDATE value_streams SET time_zone = 'Etc/GMT+12'";
    const start = Math.ceil(entered / HOUR) * HOUR;
    const [from, to] = [wall(start), wall(start + HOUR / 2)];
    for (const weekday of [1, 2, 3, 4, 5, 6, 7])
      await run('INSERT INTO working_hours (weekday, starts, ends) VALUES (?, ?, ?)', [weekday, from, to]);
    await run(zone);
    await run("INSERT INTO sla_policies (clock, target_hours) VALUES ('working', 1)");
    const after = (hours: number) => flagSlas(database.pool, { now: start + hours * HOUR });
    // Worked from 12 to 12.5 hours after the start, and the same a day later: 80 % are over after 36.3 hours.
    expect(await after(36.29)).toEqual({ atRisk: 0, breached: 0 });
    expect(await after(36.3)).toEqual({ atRisk: 1, breached: 0 });
    expect(await after(36.5)).toEqual({ atRisk: 0, breached: 0 });
    expect(await after(36.51)).toEqual({ atRisk: 0, breached: 1 });
  });

  describe('arms again', () => {
    beforeEach(async () => {
      await open('backlog', 'a');
      await run('INSERT INTO sla_policies (target_hours) VALUES (10)');
      await sweep(11);
    });

    test('when the due date changes, and when it is changed back', async () => {
      await due('a', 100);
      expect(await flags()).toEqual(['a breached 10 h by policy, past']);
      expect(await sweep(90)).toEqual({ atRisk: 1, breached: 0 });
      await due('a', null);
      expect(await sweep(91)).toEqual({ atRisk: 0, breached: 1 });
      expect(await flags()).toEqual([
        'a breached 10 h by policy, past',
        'a at_risk 100 h by due_date, past',
        'a breached 10 h by policy',
      ]);
      expect(await told()).toEqual(['a breached', 'a at_risk', 'a breached']);
    });

    test('when a due date is changed and back before anyone looks', async () => {
      await due('a', 100);
      await due('a', null);
      expect(await sweep(12)).toEqual({ atRisk: 0, breached: 1 });
    });

    test.each([
      [
        'the policy changes',
        'UPDATE sla_policies SET target_hours = 13',
        'UPDATE sla_policies SET target_hours = 10',
      ],
      [
        'the class of the item does',
        "UPDATE work_items SET class_of_service = 'fast'",
        "UPDATE work_items SET class_of_service = 'standard'",
      ],
      [
        'the type of the item does',
        "UPDATE work_items SET type = 'defect'",
        "UPDATE work_items SET type = 'story'",
      ],
    ])('when %s, and when it is changed back', async (_, change, back) => {
      await run(
        "INSERT INTO sla_policies (class_of_service, type, target_hours) VALUES ('fast', '', 13), ('', 'defect', 13)",
      );
      expect(await sweep(11)).toEqual({ atRisk: 0, breached: 0 });
      await run(change);
      expect(await sweep(11)).toEqual({ atRisk: 1, breached: 0 });
      await run(back);
      expect(await sweep(11)).toEqual({ atRisk: 0, breached: 1 });
      expect(await flags()).toEqual([
        'a breached 10 h by policy, past',
        'a at_risk 13 h by policy, past',
        'a breached 10 h by policy',
      ]);
    });

    test('when the calendar changes', async () => {
      await run("UPDATE sla_policies SET clock = 'working'");
      expect(await sweep(11)).toEqual({ atRisk: 0, breached: 0 });
      await run('INSERT INTO holidays (day) VALUES (?), (?)', [
        sqlInstant(entered).slice(0, 10),
        sqlInstant(entered + 24 * HOUR).slice(0, 10),
      ]);
      expect(await sweep(11)).toEqual({ atRisk: 0, breached: 0 });
      expect(await flags()).toEqual(['a breached 10 h by policy, past']);
      expect(await sweep(72)).toEqual({ atRisk: 0, breached: 1 });
    });

    test('when there is no deadline any more, and starts again when there is one', async () => {
      await run('DELETE FROM sla_policies');
      await sweep(11);
      expect(await flags()).toEqual(['a breached 10 h by policy, past']);
      await run('INSERT INTO sla_policies (target_hours) VALUES (10)');
      expect(await sweep(11)).toEqual({ atRisk: 0, breached: 1 });
    });

    test('not what another sweep said, by a newer policy, since this one began', async () => {
      await run(
        `INSERT INTO sla_flags (value_stream_id, item_id, reference, flag, deadline, decided_by, flagged_at)
         SELECT value_stream_id, item_id, reference, 'at_risk', '2040-01-01', 'policy', UTC_TIMESTAMP(6) + INTERVAL 1 HOUR
         FROM sla_flags`,
      );
      await sweep(12);
      expect((await flags())[1]).toMatch(/^a at_risk [\d.]+ h by policy$/);
    });

    test('not when anything else of the item changes', async () => {
      await run("UPDATE work_items SET priority = 9, assignee = 'ada', short_desc = 'other'");
      await run("UPDATE work_items SET class_of_service = 'fast'");
      await move(database.pool, 'a', 'test');
      expect(await sweep(12)).toEqual({ atRisk: 0, breached: 0 });
    });
  });

  test('the share that means at risk is a setting, of a stream too, and off is never', async () => {
    await open('backlog', 'a', 'b');
    await run('INSERT INTO sla_policies (target_hours) VALUES (10)');
    await due('b', 20);
    await run("INSERT INTO settings (name, value) VALUES ('sla_at_risk_percent', 'off')");
    expect(await sweep(9.9)).toEqual({ atRisk: 0, breached: 0 });
    await run(
      "INSERT INTO settings (name, value_stream, value) VALUES ('sla_at_risk_percent', 'main', '45')",
    );
    expect(await sweep(4.4)).toEqual({ atRisk: 0, breached: 0 });
    expect(await sweep(4.5)).toEqual({ atRisk: 1, breached: 0 });
    expect(await sweep(9)).toEqual({ atRisk: 1, breached: 0 });
    expect(await told()).toEqual(['a at_risk', 'b at_risk']);
  });

  test('sweeps at the same time say everything once, however many pages there are', async () => {
    const references = Array.from({ length: 60 }, (_, n) => `i${n}`);
    await open('backlog', ...references);
    await run('UPDATE work_items SET date_due = ?', [sqlInstant(entered + HOUR)]);
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map(() => flagSlas(database.pool, { now: entered + 2 * HOUR, pageSize: 7 })),
    );
    expect(outcomes.reduce((sum, { breached }) => sum + breached, 0)).toBe(60);
    expect((await told()).sort()).toEqual(references.map((reference) => `${reference} breached`).sort());
  });

  test('kanban sla flag says how many are new', async () => {
    await open('backlog', 'a');
    await due('a', -1);
    const environment = { DATABASE_URL: database.url };
    expect(await runCli(['sla', 'flag'], environment)).toMatchObject({
      code: 0,
      stdout: 'New: 0 items at risk, 1 breached.\n',
    });
    expect((await runCli(['sla', 'flag'], environment)).stdout).toContain('0 breached');
  });

  test('a stream that cannot be judged is named, and does not keep others from being flagged', async () => {
    await open('backlog', 'a');
    await due('a', 1);
    await writePastTriggers(
      database.pool,
      'value_streams',
      "INSERT INTO value_streams (name, time_zone) VALUES ('odd', 'Nowhere/Atall')",
    );
    await run("INSERT INTO value_streams (name) VALUES ('next')");
    await run("INSERT INTO wip_limits (value_stream, queue_name) VALUES ('next', 'backlog')");
    await run(
      "INSERT INTO work_items (reference, value_stream, date_due) VALUES ('n', 'next', '2020-01-01')",
    );
    await run("INSERT INTO queues (reference, queue_name) VALUES ('n', 'backlog')");
    const lines: string[] = [];
    const now = entered + 2 * HOUR;
    expect(await flagSlas(database.pool, { now, log: (line) => lines.push(line) })).toMatchObject({
      breached: 2,
    });
    expect(lines).toEqual([expect.stringMatching(/^odd: .*Nowhere\/Atall/)]);
  });

  test('a target that working hours never reach is named, and due dates are still kept', async () => {
    await open('backlog', 'a', 'b');
    await due('a', 1);
    await run("INSERT INTO sla_policies (clock, target_hours) VALUES ('working', 9999999)");
    await run("INSERT INTO working_hours (weekday, starts, ends) VALUES (1, '09:00', '10:00')");
    const lines: string[] = [];
    const now = entered + 2 * HOUR;
    expect(await flagSlas(database.pool, { now, log: (line) => lines.push(line) })).toMatchObject({
      breached: 1,
    });
    expect(lines).toEqual(['main: 1 item not judged: the working hours leave too little time']);
  });
});
