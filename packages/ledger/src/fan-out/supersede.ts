import type { PoolConnection } from 'mysql2/promise';
import type { IdOf, Plan, PlannedDelivery } from './planned-delivery.ts';
import { linkInOrder, updateLinks } from './update-links.ts';

const supersededSql = `${updateLinks('later')} SET d.superseded_by = said.later`;
/** Locked by lockCollections, so no notifier claims them meanwhile: a job of one will find nothing to claim. */
const overtakenSql = `${updateLinks('later')}
  SET d.superseded_by = said.later, d.superseded_reason = 'later news', d.settled_at = UTC_TIMESTAMP(6), d.state = 'superseded'
  WHERE d.state IN ('pending', 'queued')`;

/** Says of those that were inserted as superseded by which later one of the same batch. */
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

/** Settles deliveries of earlier batches that still waited: a later event of their burst is told instead. */
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

/** What goes out in the end: of a burst within one batch each is superseded by the one after it. */
function lastOf(planned: PlannedDelivery): PlannedDelivery {
  let last = planned;
  while (last.supersededBy) last = last.supersededBy;
  return last;
}
