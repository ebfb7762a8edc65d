import { createTestDatabase, fillBoard, serviceDatabases, type TestDatabase } from '@kanban/schema/testing';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changingTables } from '../stream-changes.ts';

/** Whose changes count in queue_state.moves or come with a row of the log. */
const moved = [
  ...['audit_log', 'queues', 'queue_places', 'placements', 'queue_state'],
  ...['item_flow', 'item_spells', 'visits', 'flow_counts', 'item_state', 'person_wip'],
];
/** Whose rows are only written together with those of a table that counts. */
const written = ['field_history', 'config_history', 'item_links', 'import_batches'];
const ofNoStream: Readonly<Record<string, string>> = {
  age_flags: 'that it was told',
  sla_flags: 'that it was told',
  ...Object.fromEntries(
    [
      ['budget_flags', 'budget_sweeps', 'sla_first_sweeps'],
      ['age_sweeps', 'bulk_changes', 'bulk_sessions', 'history_removals', 'housekeeping_tasks', 'link_walk'],
      ['queue_views', 'schema_lock', 'schema_migrations', 'stream_changes'],
    ].flatMap((names) => names.map((name) => [name, 'how the board works'])),
  ),
  ...Object.fromEntries(
    [
      ['collections', 'deliveries', 'delivery_attempts', 'endpoints', 'outbox_events', 'rate_windows'],
      ['report_runs', 'subscription_recipients', 'subscriptions'],
    ].flatMap((names) => names.map((name) => [name, 'who is told'])),
  ),
  ...Object.fromEntries(
    ['idempotency_keys', 'identities', 'sessions'].map((name) => [name, 'who is at the board']),
  ),
  time_zones: 'what the server knows',
};

/** What people do, each a change; all tables above, and each event of the tables that count, are in some of them. */
const deeds = [
  "INSERT INTO work_items (reference, parent) VALUES ('T', 'P')",
  "INSERT INTO work_items (reference) VALUES ('U')",
  "INSERT INTO queues (reference, queue_name) VALUES ('T', 'ideas'), ('U', 'ideas')",
  "UPDATE queues SET queue_name = 'build' WHERE reference = 'T'",
  "CALL place_item('U', 'before', 'P')",
  "UPDATE work_items SET short_desc = 'said better' WHERE reference = 'T'",
  "UPDATE work_items SET assignee = 'anna' WHERE reference = 'T'",
  "UPDATE work_items SET date_due = '2030-01-01' WHERE reference = 'T'",
  "UPDATE work_items SET blocked_reason = 'waits' WHERE reference = 'T'",
  "UPDATE work_items SET blocked_reason = 'still waits' WHERE reference = 'T'",
  "UPDATE work_items SET blocked_reason = NULL WHERE reference = 'T'",
  "INSERT INTO comments (reference, body) VALUES ('T', 'one')",
  "UPDATE comments SET body = 'two' WHERE reference = 'T'",
  "DELETE FROM comments WHERE reference = 'T'",
  "INSERT INTO checklist_items (reference, label) VALUES ('T', 'one')",
  "UPDATE checklist_items SET is_done = TRUE WHERE reference = 'T'",
  "DELETE FROM checklist_items WHERE reference = 'T'",
  "INSERT INTO attachments (reference, name, address) VALUES ('T', 'one', 'https://files.example/1')",
  "UPDATE attachments SET name = 'two' WHERE reference = 'T'",
  "DELETE FROM attachments WHERE reference = 'T'",
  "INSERT INTO dependencies (reference, depends_on) VALUES ('T', 'other')",
  "UPDATE queues SET queue_name = 'done' WHERE reference = 'other'",
  "DELETE FROM dependencies WHERE reference = 'T'",
  "INSERT INTO dependencies (reference, depends_on) VALUES ('T', 'later')",
  "UPDATE work_items SET reference = 'renamed' WHERE reference = 'later'",
  "DELETE FROM work_items WHERE reference = 'renamed'",
  "UPDATE wip_limits SET wip_limit = 7 WHERE value_stream = 'main' AND queue_name = 'build'",
  "UPDATE wip_limits SET queue_name = 'making' WHERE value_stream = 'main' AND queue_name = 'build'",
  "INSERT INTO wip_limits (queue_name) VALUES ('spare')",
  "DELETE FROM wip_limits WHERE queue_name = 'spare'",
  "INSERT INTO transitions (from_queue, to_queue) VALUES ('ideas', 'making')",
  "UPDATE transitions SET to_queue = 'live' WHERE from_queue = 'ideas'",
  "DELETE FROM transitions WHERE from_queue = 'ideas'",
  "INSERT INTO settings (name, value_stream, value) VALUES ('stale_backlog_days', 'main', '33')",
  "UPDATE settings SET value = '34' WHERE name = 'stale_backlog_days' AND value_stream = 'main'",
  "DELETE FROM settings WHERE name = 'stale_backlog_days' AND value_stream = 'main'",
  "INSERT INTO settings (name, value) VALUES ('sla_at_risk_percent', '50') ON DUPLICATE KEY UPDATE value = '50'",
  "INSERT INTO members (name) VALUES ('new')",
  "UPDATE members SET display_name = 'N' WHERE name = 'new'",
  "INSERT INTO stream_managers (value_stream, member) VALUES ('main', 'new')",
  "UPDATE stream_managers SET member = 'root' WHERE member = 'new'",
  "DELETE FROM stream_managers WHERE member = 'root' AND value_stream = 'main'",
  "DELETE FROM members WHERE name = 'new'",
  "INSERT INTO annotations (day, text) VALUES ('2026-12-24', 'odd')",
  "UPDATE annotations SET text = 'even' WHERE text = 'odd'",
  "DELETE FROM annotations WHERE text = 'even'",
  "INSERT INTO person_limits (assignee, wip_limit) VALUES ('anna', 4)",
  "UPDATE person_limits SET wip_limit = 5 WHERE assignee = 'anna' AND value_stream = 'main'",
  "DELETE FROM person_limits WHERE assignee = 'anna' AND value_stream = 'main'",
  "INSERT INTO sla_objectives (type, objective) VALUES ('odd', 0.9)",
  "UPDATE sla_objectives SET objective = 0.8 WHERE type = 'odd'",
  "DELETE FROM sla_objectives WHERE type = 'odd'",
  "INSERT INTO sla_policies (type, target_hours) VALUES ('odd', 8)",
  "UPDATE sla_policies SET target_hours = 9 WHERE type = 'odd'",
  "DELETE FROM sla_policies WHERE type = 'odd'",
  "INSERT INTO holidays (day, name) VALUES ('2031-01-01', 'first')",
  "UPDATE holidays SET name = 'New Year' WHERE day = '2031-01-01'",
  "DELETE FROM holidays WHERE day = '2031-01-01'",
  "INSERT INTO working_hours (weekday, starts, ends) VALUES (7, '09:00', '10:00')",
  "UPDATE working_hours SET ends = '11:00' WHERE weekday = 7 AND value_stream = 'main'",
  "DELETE FROM working_hours WHERE weekday = 7 AND value_stream = 'main'",
  "UPDATE value_streams SET time_zone = 'Asia/Kathmandu' WHERE name = 'main'",
  "INSERT INTO value_streams (name) VALUES ('added')",
  "DELETE FROM value_streams WHERE name = 'added'",
  "CALL delete_item('T')",
  "CALL restore_item('T')",
  "DELETE FROM queues WHERE reference = 'T'",
  'CALL rebuild_projections(1)',
] as const;

describe.each(serviceDatabases())('the state of a stream, on $name', (server) => {
  let database: TestDatabase;
  let client: PoolConnection;

  beforeAll(async () => {
    database = await createTestDatabase(server);
    await fillBoard(database.pool);
    client = await database.pool.getConnection();
    for (const sql of [
      "INSERT INTO value_streams (name) VALUES ('elsewhere'), ('far')",
      `INSERT INTO wip_limits (value_stream, queue_name, kind) VALUES ('elsewhere', 'todo', 'backlog'), ('elsewhere', 'done', 'delivered')`,
      `DELETE FROM transitions WHERE value_stream = 'main'`,
      `INSERT INTO wip_limits (queue_name, kind, wip_limit) VALUES ('ideas', 'backlog', -1), ('build', 'active', -1), ('live', 'delivered', -1)
       ON DUPLICATE KEY UPDATE wip_limit = -1`,
      "INSERT INTO work_items (reference, value_stream) VALUES ('other', 'elsewhere'), ('later', 'elsewhere')",
      "INSERT INTO work_items (reference) VALUES ('P')",
      "INSERT INTO queues (reference, queue_name) VALUES ('other', 'todo'), ('P', 'ideas')",
    ])
      await client.query(sql);
  });
  afterAll(async () => {
    client?.release();
    await database.drop();
  });

  const rows = async (sql: string, values: unknown[] = []) =>
    (await client.query<RowDataPacket[]>(sql, values))[0];
  const stateOf = (stream: string) => rows('SELECT * FROM stream_states WHERE value_stream = ?', [stream]);
  const tables = async () => {
    const found = await rows(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
    );
    return found.map(({ name }) => name as string).toSorted();
  };
  const contents = async () => {
    const each = (await tables())
      .filter((name) => !(name in ofNoStream))
      .map(async (name) => [name, JSON.stringify(await rows('SELECT * FROM ??', [name]))] as const);
    return new Map(await Promise.all(each));
  };

  test('somebody decided of every table how its changes are seen', async () => {
    const decided = [...Object.keys(changingTables), ...moved, ...written, ...Object.keys(ofNoStream)];
    expect(await tables()).toEqual(decided.toSorted());
  });

  test('every change of what a stream shows changes it', { timeout: 120_000 }, async () => {
    const seen = new Set<string>();
    const unseen: string[] = [];
    // The stream that is added, too.
    const ofMain = () => rows("SELECT * FROM stream_states WHERE value_stream IN ('main', 'added')");
    for (const deed of deeds) {
      const [before, was] = [await ofMain(), await contents()];
      await client.query(deed);
      const [after, is] = [await ofMain(), await contents()];
      const changed = [...is]
        .filter(([table, rowsNow]) => rowsNow !== was.get(table))
        .map(([table]) => table);
      expect([deed, changed.length > 0 || deed.startsWith('CALL rebuild')]).toEqual([deed, true]);
      for (const table of changed) seen.add(table);
      if (JSON.stringify(before) === JSON.stringify(after)) unseen.push(deed);
    }
    expect(unseen).toEqual([]);
    expect([...Object.keys(changingTables), ...moved].filter((table) => !seen.has(table))).toEqual([]);
  });

  test('a change of one stream is none of another', async () => {
    const before = await stateOf('far');
    await client.query("UPDATE work_items SET short_desc = 'again' WHERE reference = 'P'");
    await client.query("UPDATE queues SET queue_name = 'live' WHERE reference = 'P'");
    await client.query("INSERT INTO comments (reference, body) VALUES ('P', 'one')");
    expect(await stateOf('far')).toEqual(before);
  });

  test('bulk work makes it unknown, and its end another one', async () => {
    const before = await stateOf('main');
    await client.query('CALL begin_bulk()');
    expect(await stateOf('far')).toEqual([expect.objectContaining({ is_in_bulk: 1 })]);
    await client.query("UPDATE queues SET queue_name = 'ideas' WHERE reference = 'P'");
    await client.query('CALL end_bulk()');
    const after = await stateOf('main');
    expect(after).toEqual([expect.objectContaining({ is_in_bulk: 0 })]);
    expect(after).not.toEqual(before);
  });

  test.each(['READ COMMITTED', 'REPEATABLE READ'])(
    'two transactions that edit different items never wait for each other, nor for who folds, at %s',
    async (isolation) => {
      const others = await Promise.all([1, 2, 3].map(() => database.pool.getConnection()));
      try {
        for (const each of others) {
          await each.query(`SET TRANSACTION ISOLATION LEVEL ${isolation}`);
          await each.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
          await each.query('SET innodb_lock_wait_timeout = 1');
        }
        for (const [n, each] of others.entries()) {
          await each.query('UPDATE work_items SET short_desc = ? WHERE reference = ?', [
            `by ${n}`,
            ['P', 'T', 'U'][n],
          ]);
        }
        await client.query('SET innodb_lock_wait_timeout = 1');
        await client.query('CALL fold_stream_changes()');
        for (const each of others) await each.query('COMMIT');
      } finally {
        for (const each of others) each.destroy();
      }
    },
  );

  test('folding the counts of connections that are gone changes no state', async () => {
    await client.query('UPDATE stream_changes SET changed_at = changed_at - INTERVAL 2 DAY');
    const before = await stateOf('main');
    const [{ n: many }] = (await rows('SELECT COUNT(*) AS n FROM stream_changes WHERE writer > 0')) as [
      { n: number },
    ];
    await client.query('CALL fold_stream_changes()');
    const [{ n: left }] = (await rows('SELECT COUNT(*) AS n FROM stream_changes WHERE writer > 0')) as [
      { n: number },
    ];
    expect(many).toBeGreaterThan(1);
    expect(left).toBe(0);
    expect(await stateOf('main')).toEqual(before);
  });
});
