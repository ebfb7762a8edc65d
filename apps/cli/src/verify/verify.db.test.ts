import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { beforeAll, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

describe.each(serviceDatabases())('verify on $name', (server) => {
  const database = boardTest(server);
  const kanban = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });
  beforeAll(async () => {
    await kanban('simulate', '--months', '2', '--until', '2026-11-18T15:00:00Z');
  });

  test('finds nothing in a simulated history, nor after live moves', async () => {
    expect(await kanban('verify')).toMatchObject({ code: 0 });
    const stopping = new AbortController();
    const live = runCli(
      ['simulate', '--live', '--every', '1ms'],
      { DATABASE_URL: database.url },
      stopping.signal,
    );
    await expect
      .poll(
        async () =>
          (
            await select<{ count: number }>(
              database,
              "SELECT COUNT(*) AS count FROM audit_log WHERE source = 'sql'",
            )
          )[0]?.count,
        {
          timeout: 30_000,
        },
      )
      .toBeGreaterThan(60);
    stopping.abort();
    expect(await live).toMatchObject({ code: 0 });
    const [events] = await select<{ count: number }>(database, 'SELECT COUNT(*) AS count FROM outbox_events');
    expect(events?.count).toBeGreaterThan(0);
    const { code, stdout } = await kanban('verify');
    expect(stdout).not.toMatch(/difference/);
    expect(code).toBe(0);
  });

  const drifts: [string, string, RegExp][] = [
    [
      'queue_state',
      "UPDATE queue_state SET current_wip = current_wip + 1 WHERE queue_name = 'backlog'",
      /queue_name backlog: current_wip is \d+ but should be \d+/,
    ],
    [
      'item_flow',
      'UPDATE item_flow SET furthest_position = furthest_position + 1 ORDER BY item_id LIMIT 1',
      /reference KF-\d+: furthest_position is \d+ but should be \d+/,
    ],
    [
      'visits',
      'DELETE FROM visits ORDER BY entry_audit_id LIMIT 1',
      /entry_audit_id \d+: should be kept but is not/,
    ],
    [
      'visits',
      'INSERT INTO visits SELECT entry_audit_id + 1000000, item_id, value_stream_id, queue_id, entered_at, left_at FROM visits LIMIT 1',
      /entry_audit_id 1\d{6}: is kept but should not be/,
    ],
    [
      'flow_counts',
      "UPDATE flow_counts SET departures = departures + 1 WHERE interval_start > '1971-01-01' ORDER BY queue_id, interval_start LIMIT 1",
      /interval_start 2.*Z: departures is 1 but should be 0|departures is/,
    ],
    [
      'queue_state',
      "UPDATE queue_state SET is_limit_enforced = FALSE WHERE queue_name = 'backlog'",
      /queue_name backlog: is_limit_enforced is 0 but should be 1/,
    ],
    [
      'item_state',
      'UPDATE item_state SET is_wip = NOT is_wip ORDER BY item_id LIMIT 1',
      /item_id 1: is_wip is \d but should be \d/,
    ],
    [
      'item_state',
      'UPDATE item_state SET open_dependencies = 1 ORDER BY item_id LIMIT 1',
      /item_id 1: open_dependencies is 1 but should be 0/,
    ],
    [
      'person_wip',
      'UPDATE person_wip SET current_wip = current_wip + 1 LIMIT 1',
      /assignee .*: current_wip is \d+ but should be \d+/,
    ],
    [
      'person_wip',
      'UPDATE person_wip SET wip_limit = 2 LIMIT 1',
      /assignee .*: wip_limit is 2 but should be -1/,
    ],
    [
      'person_wip',
      "DELETE FROM person_wip WHERE assignee <> '' LIMIT 1",
      /assignee .*: should be kept but is not/,
    ],
    [
      'queue_places',
      'DELETE FROM queue_places WHERE item_id < 1000000 LIMIT 1',
      /item_id \d+: should be kept but is not/,
    ],
    [
      'queue_places',
      "INSERT INTO queue_places (item_id, queue_id, place_rank) SELECT 1000000, id, 5 FROM wip_limits WHERE queue_name = 'backlog'",
      /item_id 1000000: is kept but should not be/,
    ],
    [
      'queue_places',
      'UPDATE queue_places p JOIN (SELECT MIN(item_id) AS id FROM queue_places) one SET p.queue_id = p.queue_id + 1 WHERE p.item_id = one.id',
      /item_id \d+: queue_id is \d+ but should be \d+/,
    ],
  ];

  test.each(drifts)('finds drift planted in %s and exits 1, and rebuild repairs it', async (_, sql, line) => {
    await database.pool.query(sql);
    const { code, stdout, stderr } = await kanban('verify');
    expect(code).toBe(1);
    expect(stdout).toMatch(line);
    expect(stderr).toMatch(/^1 difference found; `kanban rebuild`/m);
    expect(await kanban('rebuild')).toMatchObject({ code: 0 });
    expect(await kanban('verify')).toMatchObject({ code: 0 });
  });

  test('finds bulk work that has not ended, whether its connection lives, and says how to mend that', async () => {
    const connection = await database.pool.getConnection();
    await connection.query('CALL begin_bulk()');
    await connection.query("INSERT INTO work_items (reference) VALUES ('BULK-1')");
    await connection.query("INSERT INTO queues (reference, queue_name) VALUES ('BULK-1', 'backlog')");
    const alive = await kanban('verify');
    expect(alive.code).toBe(1);
    expect(alive.stdout).toMatch(
      /^bulk_sessions has no work that has not ended: 1 difference\n {2}bulk work of connection (\d+) on .*: wait for its end_bulk\(\), or KILL \1 /m,
    );
    connection.destroy();
    await expect
      .poll(() =>
        select(database, 'SELECT id FROM information_schema.processlist WHERE id = ?', [connection.threadId]),
      )
      .toEqual([]);
    const dead = await kanban('verify');
    expect(dead.stdout).toMatch(/: the connection is gone; `kanban housekeeping` ends it rightly$/m);
    expect(dead.stderr).toContain('bulk work has not ended, see above');
    expect((await kanban('housekeeping')).stdout).toContain('1 dead bulk session ended');
    expect(await kanban('verify')).toMatchObject({ code: 0 });
  });

  test('finds an item that is not where the log left it', async () => {
    const [item] = await select<{ id: number }>(
      database,
      "SELECT id FROM queues WHERE queue_name = 'backlog' LIMIT 1",
    );
    // The column that triggers fill in, so that no trigger takes it for a move.
    await database.pool.query('ALTER TABLE queues ADD COLUMN test_only INT NULL');
    await database.pool.query('DROP TRIGGER queues_before_update_10_check');
    await database.pool.query('UPDATE queues SET moved_at = moved_at - INTERVAL 1 MICROSECOND WHERE id = ?', [
      item?.id,
    ]);
    const { code, stdout } = await kanban('verify', '--stream', 'main');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /queues is where audit_log left each item: 1 difference\n {2}.*moved_at is .* but should be/,
    );
  });

  test('notes names that look alike, and bad names from before they were checked, which are no differences', async () => {
    const { pool } = database;
    const [[trigger]] = await pool.query<RowDataPacket[]>(
      'SHOW CREATE TRIGGER members_before_insert_50_guard',
    );
    await pool.query('DROP TRIGGER members_before_insert_50_guard');
    await pool.query("INSERT INTO members (name) VALUES ('gra\u200bce'), ('zoë '), ('zoe'), ('Zoe')");
    await pool.query(trigger?.['SQL Original Statement']);
    await pool.query("INSERT INTO value_streams (name) VALUES ('second'), ('sеcond')");
    await pool.query("INSERT INTO work_items (reference) VALUES ('LOOK-1'), ('look-1')");
    const { stdout } = await kanban('verify');
    expect(stdout).toContain(
      'note: members.name "gra<U+200B>ce" is no good name: a name has no blank at either end',
    );
    expect(stdout).toContain('note: members.name "zoë " is no good name');
    expect(stdout).toContain(
      'person "Zoe" and person "zoe" look alike: character 1 is U+005A in the one and U+007A in the other',
    );
    expect(stdout).toContain(
      'stream "second" and stream "sеcond" look alike: character 2 is U+0065 in the one and U+0435 in the other',
    );
    expect(stdout).toContain('item "LOOK-1" and item "look-1" look alike');
  });

  test('of a stream that is not there names those there are', async () => {
    expect(await kanban('verify', '--stream', 'nope')).toMatchObject({
      code: 1,
      stderr: 'There is no value stream nope; there are: main, second, sеcond.\n',
    });
  });
});
