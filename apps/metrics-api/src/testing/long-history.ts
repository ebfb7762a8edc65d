import type { Instant } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import type { Pool } from 'mysql2/promise';

const QUEUES = [
  ['backlog', 'backlog'],
  ['build', 'active'],
  ['done', 'delivered'],
] as const;

/** A stream with a new item at regular intervals; each item is built at once and finished right after that. */
export async function writeLongHistory(
  pool: Pool,
  stream: string,
  { startsAt, endsAt, every }: { startsAt: Instant; endsAt: Instant; every: number },
): Promise<void> {
  await pool.query('INSERT INTO value_streams (name) VALUES (?)', [stream]);
  const queues = QUEUES.map(([name, kind], place) => [stream, name, place + 1, kind]);
  await pool.query('INSERT INTO wip_limits (value_stream, queue_name, position, kind) VALUES ?', [queues]);
  const times = Array.from(
    { length: Math.floor((endsAt - startsAt) / every) },
    (_, n) => startsAt + n * every,
  );
  const items = times.map((_, n) => [`${stream}-${n}`, stream]);
  await pool.query('INSERT INTO work_items (reference, value_stream) VALUES ?', [items]);
  for (const [place, [to]] of QUEUES.entries()) {
    const from = QUEUES[place - 1]?.[0] ?? null;
    const rows = times.map((at, n) => [`${stream}-${n}`, sqlInstant(at + place * 60_000_000)]);
    const values = rows.map(() => 'SELECT ? AS reference, ? AS at').join(' UNION ALL ');
    await pool.query(
      `INSERT INTO audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id, to_queue_id, actor, source)
       SELECT p.at, w.reference, f.queue_name, t.queue_name, s.id, w.id, f.id, t.id, 'test', 'import'
       FROM (${values}) p
       JOIN work_items w ON w.reference = p.reference COLLATE utf8mb4_bin
       JOIN value_streams s ON s.name = w.value_stream
       JOIN wip_limits t ON t.value_stream = s.name AND t.queue_name = ?
       LEFT JOIN wip_limits f ON f.value_stream = s.name AND f.queue_name = ?
       ORDER BY p.at`,
      [...rows.flat(), to, from],
    );
  }
  await pool.query('CALL rebuild_projections((SELECT id FROM value_streams WHERE name = ?))', [stream]);
}
