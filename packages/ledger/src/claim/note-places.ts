import { jsonOf, updateEach } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';

/** The places of a delivery under the two rate limits, as DATETIME(6); null: none yet. */
export type Places = readonly [id: number, place: string | null, placeOfAll: string | null];

const placesSql = `${updateEach('deliveries', 'd', { place: 'DATETIME(6)', place_of_all: 'DATETIME(6)' })}
  SET d.admitted_at = said.place, d.admitted_globally_at = said.place_of_all
  WHERE d.claim_token = ? AND d.state = 'sending'`;

/** Only while the claim is valid: a notifier that claimed it later takes places itself. In the order of the ids. */
export async function notePlaces(
  connection: PoolConnection,
  places: readonly Places[],
  claimToken: string,
): Promise<void> {
  await connection.query(placesSql, [jsonOf(places), claimToken]);
}
