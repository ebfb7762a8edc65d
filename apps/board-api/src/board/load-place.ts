import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/** The place of a card in its queue, from 1; null: it is not on the board. The bounds of a queue have no item. */
export async function loadPlace(connection: PoolConnection, reference: string): Promise<number | null> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT (SELECT COUNT(*) FROM queue_places o WHERE o.queue_id = p.queue_id AND o.item_id < 1 << 63
        AND (o.place_rank, o.item_id) <= (p.place_rank, p.item_id))
       AS place
     FROM work_items w JOIN queue_places p ON p.item_id = w.id WHERE w.reference = ?`,
    [reference],
  );
  return rows[0] ? Number(rows[0].place) : null;
}
