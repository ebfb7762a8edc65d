import { refusalOf } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { loadPlace } from './load-place.ts';

export interface AskedPlace {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

export interface Placed {
  queue: string | null;
  place: number | null;
  beside: string | null;
  side: 'before' | 'after' | 'last' | null;
  notice: string | null;
}

/** The neighbour is deleted, or in another queue by now. */
const GONE = new Set(['UNKNOWN_ITEM', 'INVALID_PLACE']);

/**
 * Puts a card of the board beside the neighbour asked for; is that one gone meanwhile beside the other, else last, and says so.
 * Without a neighbour asked for: last.
 */
export async function placeBeside(
  connection: PoolConnection,
  reference: string,
  queue: string,
  { before, after }: AskedPlace,
): Promise<Placed> {
  const asked = [['before', before] as const, ['after', after] as const].flatMap(([side, other]) =>
    other === undefined ? [] : [{ side, other }],
  );
  const gone: string[] = [];
  for (const { side, other } of asked) {
    if (await isPlaced(connection, reference, side, other)) {
      return placed(
        side,
        other,
        gone.length > 0
          ? `${gone.join(' and ')} is not in ${queue} any more: ${reference} lies ${side} ${other}.`
          : null,
      );
    }
    gone.push(other);
  }
  const last = await placeLast(connection, reference);
  const verb = gone.length > 1 ? 'are' : 'is';
  return placed(
    'last',
    last,
    gone.length > 0
      ? `${gone.join(' and ')} ${verb} not in ${queue} any more: ${reference} lies last.`
      : null,
  );

  async function placed(side: Placed['side'], beside: string | null, notice: string | null): Promise<Placed> {
    return { queue, place: await loadPlace(connection, reference), beside, side, notice };
  }
}

async function isPlaced(
  connection: PoolConnection,
  reference: string,
  side: string,
  other: string,
): Promise<boolean> {
  try {
    await connection.query('CALL place_item(?, ?, ?)', [reference, side, other]);
    return true;
  } catch (error) {
    if (reference !== other && GONE.has(refusalOf(error)?.code ?? '')) return false;
    throw error;
  }
}

/** Puts a card last in its queue; null: it lies so already. A failed try keeps the lock of the queue, so that the next succeeds. */
async function placeLast(connection: PoolConnection, reference: string): Promise<string | null> {
  for (let left = 3; ; left--) {
    const last = await lastBut(connection, reference);
    if (last === undefined) return null;
    if (left === 0) throw new Error(`${reference} cannot be put last`);
    if (await isPlaced(connection, reference, 'after', last)) return last;
  }
}

/** The last card of its queue besides itself; undefined: it lies last already. */
async function lastBut(connection: PoolConnection, reference: string): Promise<string | undefined> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT w.reference FROM queue_places p JOIN work_items w ON w.id = p.item_id
     WHERE p.queue_id = (SELECT queue_id FROM queue_places WHERE item_id = (SELECT id FROM work_items WHERE reference = ?))
     ORDER BY p.place_rank DESC, p.item_id DESC LIMIT 1`,
    [reference],
  );
  const last = rows[0]?.reference as string | undefined;
  return last === reference ? undefined : last;
}
