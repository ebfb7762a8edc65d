import type { Pool, PoolConnection } from 'mysql2/promise';
import { boardQueues } from '../testing/board.ts';

/**
 * For tests: fills a database of the previous version through its own triggers with everything that version could hold.
 * `movers` are references that are free to be moved afterwards.
 */
export async function fillPreviousVersion(pool: Pool): Promise<{ movers: string[] }> {
  const connection = await pool.getConnection();
  try {
    await connection.query("SET @kanban_actor = 'anna', @kanban_reason = 'sprint'");
    await makeStreams(connection);
    await logItems(connection);
    await moveCards(connection);
    await writeHistory(connection);
    await makeLedger(connection);
    await connection.query('SET @kanban_actor = NULL, @kanban_reason = NULL');
  } finally {
    connection.release();
  }
  const movers = Array.from({ length: 8 }, (_, n) => `mover-${n}`);
  await pool.query('INSERT INTO work_items (reference, assignee) VALUES ?', [
    movers.map((reference, n) => [reference, n % 2 ? 'anna' : 'ben']),
  ]);
  await pool.query('INSERT INTO queues (reference, queue_name) VALUES ?', [
    movers.map((reference) => [reference, 'backlog']),
  ]);
  return { movers };
}

async function makeStreams(connection: PoolConnection): Promise<void> {
  await connection.query(
    "INSERT INTO value_streams (name, time_zone) VALUES ('support', 'Europe/Berlin'), ('empty', 'Asia/Kathmandu')",
  );
  await connection.query('INSERT INTO wip_limits (queue_name, wip_limit) VALUES ?', [boardQueues]);
  await connection.query(
    `INSERT INTO wip_limits (value_stream, queue_name, wip_limit, kind) VALUES
       ('support', 'inbox', -1, NULL), ('support', 'ready', 2, NULL), ('support', 'doing', 2, 'active'),
       ('support', 'resolved', -1, NULL), ('support', 'closed', -1, NULL), ('support', 'dropped', 0, NULL)`,
  );
  await connection.query(
    "INSERT INTO settings (name, value_stream, value) VALUES ('enforce_wip_limits', 'support', 'off'), ('default_recipient', '', 'all@a.example')",
  );
  await connection.query(
    `INSERT INTO sla_policies (value_stream, class_of_service, type, measure, target_hours) VALUES
       ('main', '', '', 'lead', 240), ('main', 'expedite', '', 'cycle', 24.5), ('support', '', 'bug', 'lead', 72)`,
  );
  await connection.query(
    `INSERT INTO subscriptions (topic, value_stream, queue_name, recipient, is_active) VALUES
       ('*', NULL, NULL, 'a@a.example', TRUE), ('queue.*', 'main', 'triage', 'b@a.example', FALSE)`,
  );
}

async function logItems(connection: PoolConnection): Promise<void> {
  await connection.query(
    `INSERT INTO work_items (value_stream, reference, short_desc, description, type, class_of_service, priority, date_due, assignee)
     VALUES
       ('main', 'a', 'Ärger', 'long 🙂 text', 'bug', 'expedite', 9, '2031-02-03 04:05:06.789012', 'anna'),
       ('main', 'b', 'b', NULL, 'story', 'standard', 0, NULL, 'Anna'),
       ('main', 'c', 'c', NULL, 'story', 'standard', -3, '2020-01-01', 'anna'),
       ('main', 'd', 'd', '', 'story', 'standard', 0, NULL, ''),
       ('main', 'done', 'finished', NULL, 'story', 'standard', 0, NULL, 'anna'),
       ('main', 'dropped', 'dropped', NULL, 'story', 'standard', 0, NULL, 'ben'),
       ('main', 'removed', 'removed', NULL, 'story', 'standard', 0, NULL, 'ben'),
       ('main', 'removed-done', 'removed when finished', NULL, 'story', 'standard', 0, NULL, 'ben'),
       ('main', 'again', 'removed and back', NULL, 'story', 'standard', 0, NULL, 'ben'),
       ('main', 'purged', 'deleted', NULL, 'story', 'standard', 0, NULL, 'ben'),
       ('main', 'logged', 'never entered', NULL, 'story', 'standard', 0, NULL, 'ben'),
       ('support', 's1', 's1', NULL, 'bug', 'standard', 0, NULL, 'anna'),
       ('support', 's2', 's2', NULL, 'bug', 'standard', 0, NULL, 'anna'),
       ('support', 's3', 's3', NULL, 'bug', 'standard', 0, NULL, 'anna'),
       ('support', 'far', 'never entered', NULL, 'bug', 'standard', 0, NULL, NULL)`,
  );
  // On finished and unfinished items, of the own stream and another one, entered and not, in a circle.
  const waits = [
    ['a', 'b'],
    ['b', 'done'],
    ['c', 's1'],
    ['d', 'far'],
    ['again', 'removed-done'],
    ['s1', 'removed'],
    ['s2', 's3'],
    ['s3', 's2'],
  ];
  for (const [reference, dependency] of waits) {
    await connection.query('UPDATE work_items SET dependency = ? WHERE reference = ?', [
      dependency,
      reference,
    ]);
  }
}

async function moveCards(connection: PoolConnection): Promise<void> {
  const run = (statement: string) => connection.query(statement);
  const main = ['a', 'b', 'c', 'd', 'done', 'dropped', 'removed', 'removed-done', 'again', 'purged'];
  await connection.query('INSERT INTO queues (reference, queue_name) VALUES ?', [
    main.map((each) => [each, 'backlog']),
  ]);
  await run("UPDATE queues SET queue_name = 'triage' WHERE reference IN ('a', 'b', 'c')");
  await run("UPDATE queues SET queue_name = 'test' WHERE reference IN ('b', 'removed', 'purged')");
  // Renamed with a history, and the old name given to another queue.
  await run("UPDATE wip_limits SET queue_name = 'sorting' WHERE queue_name = 'triage'");
  await run("INSERT INTO wip_limits (queue_name, wip_limit) VALUES ('triage', 1)");
  await run("UPDATE queues SET queue_name = 'triage' WHERE reference = 'c'");
  await run(
    "UPDATE queues SET queue_name = 'production' WHERE reference IN ('done', 'removed-done', 'again')",
  );
  await run("UPDATE queues SET queue_name = 'drop' WHERE reference = 'dropped'");
  await run("DELETE FROM queues WHERE reference IN ('removed', 'removed-done', 'again')");
  await run("INSERT INTO queues (reference, queue_name) VALUES ('again', 'development')");
  await run("DELETE FROM work_items WHERE reference = 'purged'");
  await run(
    "INSERT INTO queues (reference, queue_name) VALUES ('s1', 'doing'), ('s2', 'doing'), ('s3', 'doing')",
  );
  await run("UPDATE queues SET queue_name = 'resolved' WHERE reference = 's2'");
  await run("UPDATE wip_limits SET wip_limit = 5 WHERE queue_name = 'uat'");
  await run("UPDATE wip_limits SET wip_limit = 0 WHERE queue_name = 'doing'");
}

/** History as `kanban import` of the previous version wrote it. */
async function writeHistory(connection: PoolConnection): Promise<void> {
  await connection.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
  await connection.beginTransaction();
  await connection.query('INSERT INTO bulk_sessions VALUES (CONNECTION_ID())');
  await connection.query("INSERT INTO work_items (reference, assignee) VALUES ('old', 'cara')");
  const steps = [
    ['2019-01-01 00:00:00.000001', null, 'backlog'],
    ['2019-01-02 10:00:00', 'backlog', 'development'],
    ['2019-03-31 01:30:00', 'development', 'uat'],
  ];
  for (const step of steps) {
    await connection.query(
      `INSERT INTO audit_log (occurred_at, from_queue, to_queue, reference, value_stream_id, item_id, from_queue_id, to_queue_id, actor, source)
       SELECT s.at, s.from_queue, s.to_queue, w.reference, v.id, w.id, f.id, t.id, 'importer', 'import'
       FROM (SELECT ? AS at, ? AS from_queue, ? AS to_queue) s
       JOIN work_items w ON w.reference = 'old' JOIN value_streams v ON v.name = w.value_stream
       LEFT JOIN wip_limits f ON f.value_stream = 'main' AND f.queue_name = s.from_queue
       JOIN wip_limits t ON t.value_stream = 'main' AND t.queue_name = s.to_queue`,
      step,
    );
  }
  await connection.query(
    "INSERT INTO queues (reference, queue_name, moved_at) VALUES ('old', 'uat', '2019-03-31 01:30:00')",
  );
  await connection.query("CALL rebuild_projections((SELECT id FROM value_streams WHERE name = 'main'))");
  await connection.commit();
}

/** Deliveries in every state, of the first events the triggers wrote. */
async function makeLedger(connection: PoolConnection): Promise<void> {
  for (const [n, state] of ['pending', 'queued', 'sending', 'sent', 'dead'].entries()) {
    await connection.query(
      `INSERT INTO deliveries (event_id, channel, recipient, state, attempts, round, claim_token, claim_expires_at, message_id, last_error, settled_at)
       SELECT MIN(id), 'email', ?, ?, ?, 2, UUID(), '2030-01-01', '<x@a.example>', 'it failed', IF(? IN ('sent', 'dead'), UTC_TIMESTAMP(6), NULL)
       FROM outbox_events`,
      [`${state}@a.example`, state, n, state],
    );
  }
  await connection.query(
    'UPDATE outbox_events SET fanned_out_at = UTC_TIMESTAMP(6), attempts = 3 ORDER BY id LIMIT 1',
  );
  await connection.query(
    `INSERT INTO outbox_events (topic, payload, processed_at) VALUES ('by.hand', '{"text": "x"}', UTC_TIMESTAMP(6))`,
  );
}
