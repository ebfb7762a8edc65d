import type { Pool, RowDataPacket } from 'mysql2/promise';

/** Items in the stream. */
export const FINISHED = 120_000;
/** So many of them still have their work item. */
const KEPT = 20_000;

/** Minutes before the end of an item's way at which it came into its three queues. */
const ENTERED = [1_440, 600, 0] as const;

/**
 * A stream with more finished items than a process has room for, written straight into the projections: by moves it would take
 * minutes. One is finished every quarter of an hour from 2022 on, a day after it came and after its deadline.
 */
export async function writeFinishedItems(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO wip_limits (queue_name, wip_limit, kind)
     VALUES ('todo', -1, 'backlog'), ('build', -1, 'active'), ('done', -1, 'delivered')`,
  );
  await pool.query('INSERT INTO sla_policies (target_hours) VALUES (1)');
  await pool.query('CREATE TABLE digits (n INT PRIMARY KEY)');
  await pool.query('INSERT INTO digits VALUES ?', [Array.from({ length: 10 }, (_, n) => [n])]);
  await pool.query(
    `INSERT INTO work_items (reference, short_desc)
     SELECT CONCAT('item-', n), REPEAT('words of a title ', 4) FROM ${numbers(KEPT)} ORDER BY n`,
  );
  const [[first]] = await pool.query<RowDataPacket[]>(
    `SELECT MIN(w.id) AS itemId, s.id AS streamId FROM work_items w JOIN value_streams s ON s.name = 'main' GROUP BY s.id`,
  );
  const [queues] = await pool.query<RowDataPacket[]>('SELECT id FROM wip_limits ORDER BY position');
  const [todo, build, done] = queues.map(({ id }) => Number(id));
  const itemId = `n - 1 + ${first?.itemId}`;
  const [came, begun, ended] = ENTERED.map(
    (minutes) => `TIMESTAMPADD(MINUTE, 15 * n - ${minutes}, '2022-01-03 12:00:00')`,
  );
  await pool.query(
    `INSERT INTO item_flow (item_id, value_stream_id, reference, first_audit_id, last_audit_id, entered_at, last_at, committed_at,
                            finished_at, location_queue_id, furthest_queue_id, furthest_position)
     SELECT ${itemId}, ${first?.streamId}, CONCAT('item-', n), 3 * n, 3 * n + 2, ${came}, ${ended}, ${begun},
            ${ended}, ${done}, ${done}, 3 FROM ${numbers(FINISHED)}`,
  );
  const stays = [
    [todo, came, begun],
    [build, begun, ended],
    [done, ended, 'NULL'],
  ];
  for (const [place, [queueId, enteredAt, leftAt]] of stays.entries()) {
    await pool.query(
      `INSERT INTO visits (entry_audit_id, item_id, value_stream_id, queue_id, entered_at, left_at)
       SELECT 3 * n + ${place}, ${itemId}, ${first?.streamId}, ${queueId}, ${enteredAt}, ${leftAt} FROM ${numbers(FINISHED)}`,
    );
  }
}

/** 1 to `last`, which is less than 200,000. */
function numbers(last: number): string {
  return `(SELECT 1 + a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n + 100000 * f.n AS n
           FROM digits a, digits b, digits c, digits d, digits e, digits f WHERE f.n < 2 HAVING n <= ${last}) numbers`;
}
