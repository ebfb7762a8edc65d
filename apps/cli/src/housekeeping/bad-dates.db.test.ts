import { createBoard, enter, outbox, serviceDatabases, writePastTriggers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { beforeAll, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

/** As sessions that were not strict have left them on old boards. */
const NO_DATES = ['0000-00-00', '2026-02-30', '2026-02-30 10:00:00', '2026-00-00', '2026-00-12'];

describe.each(serviceDatabases())('where dates that are none are stored already, on $name', (server) => {
  const database = boardTest(server);
  beforeAll(async () => {
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'late', 'stale', 'odd', ...NO_DATES);
    await run("UPDATE work_items SET date_due = '2020-01-01' WHERE reference IN ('late')");
    await run("INSERT INTO sla_policies (clock, target_hours) VALUES ('working', 1000)");
    await run("INSERT INTO holidays (day, name) VALUES ('2026-12-25', 'Christmas')");
    await run("INSERT INTO value_streams (name) VALUES ('next')");
    await run("INSERT INTO wip_limits (value_stream, queue_name) VALUES ('next', 'backlog')");
    await run(
      "INSERT INTO work_items (reference, value_stream, date_due) VALUES ('n', 'next', '2020-01-01')",
    );
    await run("INSERT INTO queues (reference, queue_name) VALUES ('n', 'backlog')");
    await writePastTriggers(
      database.pool,
      'work_items',
      ...NO_DATES.map((date) => `UPDATE work_items SET date_due = '${date}' WHERE reference = '${date}'`),
    );
    await writePastTriggers(database.pool, 'holidays', "INSERT INTO holidays (day) VALUES ('2026-02-30')");
    await writePastTriggers(
      database.pool,
      'queues',
      "UPDATE queues SET moved_at = '2026-02-30' WHERE reference = 'odd'",
      "UPDATE queues SET moved_at = '2025-01-01' WHERE reference = 'stale'",
    );
  });

  const run = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);

  test('housekeeping names each such item and does all the rest of its work', async () => {
    const { code, stdout, stderr } = await runCli(['housekeeping'], { DATABASE_URL: database.url });
    for (const date of NO_DATES)
      expect(stderr).toContain(`main: ${date} not judged: its date_due is no date; give it one, or NULL\n`);
    expect(stderr).toContain('main: the holiday 2026-02-30 is no date; it is passed over\n');
    expect(stdout).toContain('main: 1 stale item dropped\n');
    expect(stdout).toContain('SLAs: 0 items at risk, 2 breached\n');
    expect(code).toBe(0);
    const told = (await outbox(database.pool)).filter(({ topic }) => topic === 'work_item.sla_breached');
    expect(told.map(({ payload }) => payload.reference).sort()).toEqual(['late', 'n']);
  });

  test('verify names every one of them, in whichever table it is', async () => {
    const { code, stdout } = await runCli(['verify', '--show', '100'], { DATABASE_URL: database.url });
    expect(code).toBe(1);
    for (const date of NO_DATES) expect(stdout).toContain(`work_items ${date}: date_due is ${date}`);
    expect(stdout).toContain('holidays main 2026-02-30: day is 2026-02-30');
    expect(stdout).toContain('queues odd: moved_at is 2026-02-30 00:00:00.000000');
    expect(stdout).toMatch(/^every date is one, from 1970-01-01 to 9999-12-30: 7 differences$/m);
  });

  test('the wall and bi_sla show every item all the same, the bad ones as not past due', async () => {
    const rows = await select<{ reference: string; past_due: string }>(
      database,
      'SELECT reference, past_due FROM card_wall ORDER BY reference',
    );
    const expected = [...NO_DATES, 'n', 'late', 'odd'].sort();
    expect(
      rows
        .filter((row) => row.reference !== 'stale')
        .map((row) => row.reference)
        .sort(),
    ).toEqual(expected);
    const isPast = (reference: string) => rows.find((row) => row.reference === reference)?.past_due;
    expect([isPast('late'), isPast('n'), isPast('0000-00-00')]).toEqual(['Y', 'Y', 'N']);
    await select(database, 'SELECT * FROM bi_sla');
  });

  test('any other field of such an item is changed as ever, and its due date is mended by giving it one', async () => {
    for (const date of NO_DATES) {
      await run('UPDATE work_items SET priority = 7 WHERE reference = ?', [date]);
      await run("UPDATE work_items SET date_due = '2021-01-01' WHERE reference = ?", [date]);
    }
    await run("DELETE FROM holidays WHERE name = ''");
    const { stdout, stderr } = await runCli(['sla', 'flag'], { DATABASE_URL: database.url });
    expect(stderr).toBe('');
    expect(stdout).toBe(`New: 0 items at risk, ${NO_DATES.length} breached.\n`);
  });
});
