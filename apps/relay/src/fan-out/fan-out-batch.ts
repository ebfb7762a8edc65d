import { type ClaimedEvent, CollectionBegun, claimEvents, hasPendingEvents } from '@kanban/ledger';
import { inTransaction, withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool } from 'mysql2/promise';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { fanOutClaimed } from './fan-out-claimed.ts';
import { fanOutOneByOne } from './fan-out-one-by-one.ts';
import { type FannedOut, nothing } from './fanned-out.ts';
import { isEventsFault } from './is-events-fault.ts';
import type { Progress } from './progress.ts';

/** If it loses more often than this and the keys exist by then, this is not a race. */
const MOST_RACES = 20;

/** One transaction; and where an event is at fault, one for each event that was claimed. */
export async function fanOutBatch(
  pool: Pool,
  config: Config,
  log: Logger,
  progress: Progress,
  races = 0,
): Promise<FannedOut> {
  const { databaseDeadlineMs: deadlineMs, batchSize } = config;
  if (!(await withConnection(pool, deadlineMs, hasPendingEvents))) return nothing;
  const limit = progress.events ?? batchSize;
  let claimed: ClaimedEvent[] = [];
  try {
    const fannedOut = await inTransaction(
      pool,
      async (connection) => {
        claimed = await claimEvents(connection, limit);
        // A kill rolls back: the events are pending, from here to the COMMIT.
        failPoint('fan-out claimed');
        return fanOutClaimed(connection, claimed, progress.rest, config, log);
      },
      { deadlineMs, retries: 2 },
    );
    // A kill leaves deliveries that are pending and due when the lease is over; any relay publishes them.
    failPoint('fan-out committed');
    return { ...fannedOut, isFull: fannedOut.isCut || claimed.length === limit };
  } catch (error) {
    if (error instanceof CollectionBegun && races < MOST_RACES)
      return fanOutBatch(pool, config, log, progress, races + 1);
    if (!isEventsFault(error) || claimed.length === 0) throw error;
    log.warn(
      { err: error, events: claimed.length },
      'A batch was refused; fanning its events out one by one',
    );
    return fanOutOneByOne(pool, claimed, config, log);
  }
}
