import { type ClaimedEvent, CollectionBegun, claimEvent, markRefused } from '@kanban/ledger';
import { inTransaction, withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, PoolConnection } from 'mysql2/promise';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { fanOutClaimed } from './fan-out-claimed.ts';
import { type FannedOut, nothing, together } from './fanned-out.ts';
import { isEventsFault } from './is-events-fault.ts';

/** A part of each list; what does not fit stays pending for the next batch. */
export async function fanOutOneByOne(
  pool: Pool,
  claimed: readonly ClaimedEvent[],
  config: Config,
  log: Logger,
): Promise<FannedOut> {
  const { databaseDeadlineMs: deadlineMs, fanOutAttempts } = config;
  const results: FannedOut[] = [];
  for (const { id } of claimed) {
    try {
      const work = async (connection: PoolConnection) =>
        fanOutClaimed(connection, await claimEvent(connection, id), undefined, config, log);
      results.push(await inTransaction(pool, work, { deadlineMs, retries: 2 }));
      // As after the COMMIT of a whole batch; the events not reached yet are pending.
      failPoint('fan-out one committed');
    } catch (error) {
      // Another relay was faster: the event is pending and gets its turn again.
      if (error instanceof CollectionBegun) continue;
      if (!isEventsFault(error)) throw error;
      const reason = (error as Error).message;
      log.error({ eventId: id, err: error }, 'An event could not be fanned out');
      await withConnection(pool, deadlineMs, (connection) =>
        markRefused(connection, id, reason, fanOutAttempts),
      );
      // A kill has noted one try of the bad event; what was committed before it is due when the lease is over.
      failPoint('fan-out one refused');
      results.push({ ...nothing, events: 1, refused: 1 });
    }
  }
  return together(results);
}
