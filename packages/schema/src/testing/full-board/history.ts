import type { PoolConnection } from 'mysql2/promise';

/** A log as `kanban import` writes it: by a bulk session, which becomes a batch. */
export async function writeHistory(connection: PoolConnection): Promise<void> {
  await connection.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
  await connection.beginTransaction();
  await connection.query('CALL begin_bulk()');
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
  await connection.query('CALL end_bulk()');
  await connection.commit();
}
