import type { Pool } from 'mysql2/promise';

/** A board made by the statements anybody would write, with names a spreadsheet or an SQL string may stumble over. */
export async function makeBoard(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO wip_limits (queue_name, wip_limit)
     VALUES ('backlog', -1), ('development', 3), ('=1+1', 2), ('production', -1), ('drop', -1)`,
  );
  await pool.query(
    `INSERT INTO work_items (reference, short_desc)
     VALUES ('A-1', '=HYPERLINK("http://evil.example")'), ('A-2', 'says "hello", twice'), ('A-3', 'über\nzwei Zeilen'),
       ('-4', '@cmd'), ('A/5 100%', 'plain')`,
  );
  for (const reference of ['A-1', 'A-2', 'A-3', '-4', 'A/5 100%']) {
    await pool.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [reference, 'backlog']);
  }
  for (const queue of ['development', '=1+1', 'production']) {
    for (const reference of ['A-1', 'A-2', '-4'])
      await move(pool, reference, queue, queue === '=1+1' ? 'A-2' : '');
  }
}

/** Moves an item as any SQL client does; not the one named by `unless`. */
export async function move(pool: Pool, reference: string, queue: string, unless = ''): Promise<void> {
  if (reference === unless) return;
  await pool.query('UPDATE queues SET queue_name = ? WHERE reference = ?', [queue, reference]);
}
