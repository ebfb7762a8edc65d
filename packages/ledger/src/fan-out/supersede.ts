import type { PoolConnection } from 'mysql2/promise';
import type { IdOf, Plan, PlannedDelivery } from './planned-delivery.ts';
import { linkInOrder, updateLinks } from './update-links.ts';

const supersededSql = `${updateLinks('later')} SET d.superseded_by = said.later`;
/** lockCollections has locked them, so no notifier claims them meanwhile. */
const overtakenSql = `${updateLinks('later')}
  SET d.superseded_by = said.later, d.superseded_reason = 'later news', d.settled_at = UTC_TIMESTAMP(6), d.state = 'superseded'
  WHERE d.state IN ('pending', 'queued')`;

/** For deliveries inserted as superseded, sets the later one of the same batch. */
export async function linkToLater(
  connection: PoolConnection,
  deliveries: readonly PlannedDelivery[],
  idOf: IdOf,
): Promise<void> {
  const earlier = deliveries.filter(({ supersededBy }) => supersededBy);
  await linkInOrder(
    connection,
    supersededSql,
    earlier.map((each) => [idOf(each), idOf(lastOf(each))]),
  );
}

/** Settles waiting deliveries of earlier batches: a later event of their burst is sent instead. */
export async function supersedeWaiting(
  connection: PoolConnection,
  superseded: Plan['superseded'],
  idOf: IdOf,
): Promise<void> {
  await linkInOrder(
    connection,
    overtakenSql,
    [...superseded].map(([{ id }, planned]) => [id, idOf(planned)]),
  );
}

/** The last delivery of the chain: within one batch each delivery of a burst is superseded by the next one. */
function lastOf(planned: PlannedDelivery): PlannedDelivery {
  let last = planned;
  while (last.supersededBy) last = last.supersededBy;
  return last;
}
