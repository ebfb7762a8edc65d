import { failPoint } from '@kanban/service';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { letGo } from './change-claimed.ts';
import { type ClaimedRow, readClaimed } from './claimed-rows.ts';

/** Claims one delivery in whatever round it is. Returns whether we have it. */
export type ClaimOne = (deliveryId: number) => Promise<boolean>;

/**
 * Never tells older news of a burst behind or beside later ones. `collections` knows the latest delivery of each; who has an
 * earlier one in hand takes the latest in its place when nobody has had it, at once even where it would have waited, and lets
 * the earlier one go as superseded by it. So a backlog of an hour is one message, and it is not put off by what comes next.
 *
 * A crash between the two leaves both `sending`; the relay puts both back, and this is done again. Answers with what is to be
 * told by the id of the delivery that was in hand; null: it was let go, since the later one is told by somebody else.
 */
export async function takeLatest(
  connection: PoolConnection,
  rows: readonly ClaimedRow[],
  claimToken: string,
  claimOne: ClaimOne,
): Promise<Map<number, ClaimedRow | null>> {
  const taken = new Map<number, ClaimedRow | null>();
  const inBursts = rows.filter(({ burst_key }) => burst_key !== null);
  if (inBursts.length === 0) return taken;
  const [latest] = await connection.query<RowDataPacket[]>(
    `SELECT c.collection_key AS burstKey, d.id, d.state, d.message_id IS NULL AS isUntouched
     FROM collections c JOIN deliveries d ON d.id = c.delivery_id WHERE c.collection_key IN (?)`,
    [[...new Set(inBursts.map(({ burst_key }) => burst_key))]],
  );
  const latestOf = new Map(latest.map((row) => [String(row.burstKey), row]));
  for (const row of inBursts) {
    const later = latestOf.get(row.burst_key as string);
    if (!later || Number(later.id) <= Number(row.id) || later.state === 'dead') continue;
    const isFree = ['pending', 'queued'].includes(String(later.state)) && Number(later.isUntouched) === 1;
    const isOurs = isFree && (await claimOne(Number(later.id)));
    failPoint('burst latest claimed');
    await letGo(connection, Number(row.id), claimToken, 'later news', Number(later.id));
    failPoint('burst earlier let go');
    const [instead] = isOurs ? await readClaimed(connection, [Number(later.id)], claimToken) : [];
    taken.set(Number(row.id), instead ?? null);
  }
  return taken;
}
