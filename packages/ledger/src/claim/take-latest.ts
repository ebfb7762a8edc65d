import { failPoint } from '@kanban/service';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { type ClaimedRow, readClaimed } from './claimed-rows.ts';
import { letGo } from './let-go.ts';

/** Claims these deliveries in any round, if they are free. */
export type ClaimAny = (deliveryIds: readonly number[]) => Promise<void>;

/**
 * Makes sure that no event of a burst is sent after or beside a later one. `collections` names the latest delivery of
 * each burst. A notifier that claimed an earlier one claims the latest instead if nobody has had it, even before it is
 * due, and settles the earlier one as superseded. So a backlog of an hour is one message, and further events do not
 * delay it.
 *
 * A crash in between leaves both `sending`; the relay puts both back, and this repeats. Returns the delivery to send
 * for each claimed id; null: settled, because somebody else sends the later one.
 */
export async function takeLatest(
  connection: PoolConnection,
  rows: readonly ClaimedRow[],
  claimToken: string,
  claimAny: ClaimAny,
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
  const earlier = inBursts.flatMap((row) => {
    const later = latestOf.get(row.burst_key as string);
    return later && Number(later.id) > Number(row.id) && later.state !== 'dead' ? [{ row, later }] : [];
  });
  if (earlier.length === 0) return taken;
  const free = earlier
    .filter(
      ({ later }) => ['pending', 'queued'].includes(String(later.state)) && Number(later.isUntouched) === 1,
    )
    .map(({ later }) => Number(later.id));
  const ids = [...new Set(free)].sort((a, b) => a - b);
  if (ids.length > 0) await claimAny(ids);
  failPoint('burst latest claimed');
  await letGo(
    connection,
    earlier.map(({ row, later }) => [Number(row.id), Number(later.id)]),
    claimToken,
    'later news',
  );
  failPoint('burst earlier let go');
  const ours = ids.length > 0 ? await readClaimed(connection, ids, claimToken) : [];
  const instead = new Map(ours.map((row) => [Number(row.id), row]));
  for (const { row, later } of earlier) {
    const id = Number(later.id);
    taken.set(Number(row.id), instead.get(id) ?? null);
    // Two of one burst are claimed: the first one is sent.
    instead.delete(id);
  }
  return taken;
}
