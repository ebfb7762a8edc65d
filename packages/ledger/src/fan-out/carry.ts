import type { PoolConnection } from 'mysql2/promise';
import type { IdOf, PlannedDelivery } from './planned-delivery.ts';
import { linkInOrder, updateLinks } from './update-links.ts';

const carriedSql = `${updateLinks('carrier')} SET d.carried_by = said.carrier`;
/** A write, not only a lock: see the migration. */
const carriesSql = `${updateLinks('more')} SET d.carries = d.carries + said.more`;

/** Sets the carrier of each member of a digest, and the number of members of each carrier. */
export async function carry(
  connection: PoolConnection,
  deliveries: readonly PlannedDelivery[],
  idOf: IdOf,
): Promise<void> {
  const carried = deliveries
    .filter(({ carriedBy }) => carriedBy !== undefined)
    .map((each) => {
      const { carriedBy: carrier } = each;
      return [idOf(each), typeof carrier === 'number' ? carrier : idOf(carrier as PlannedDelivery)] as const;
    });
  const more = Map.groupBy(carried, ([, carrier]) => carrier);
  await linkInOrder(connection, carriedSql, carried);
  await linkInOrder(
    connection,
    carriesSql,
    [...more].map(([carrier, members]) => [carrier, members.length]),
  );
}
