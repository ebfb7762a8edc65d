import { settleEvents } from '@kanban/ledger';
import { failPoint } from '@kanban/service';
import type { Pool } from 'mysql2/promise';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { fanOutBatch } from './fan-out-batch.ts';
import type { FannedOut } from './fanned-out.ts';
import { logProgress, type Progress } from './progress.ts';

/**
 * Turns the oldest pending events into deliveries, in one short transaction of at most `deliveriesATransaction` of them. A list
 * that does not fit is told in parts: its event stays pending until the last one, and what is written already is left out.
 *
 * What can go wrong:
 * - killed before COMMIT: nothing happened, the events are claimed again;
 * - killed after COMMIT, or the answer to COMMIT lost: the deliveries are published when their lease is over;
 * - deadlock, or a Galera node that loses at COMMIT (1213): the whole transaction again;
 * - another relay begins the same burst or digest at the same moment: rolled back, and done again behind it;
 * - another relay goes on with a list between two parts: each leaves out what the other has written;
 * - a payload that says nothing: the reason is noted on the event, the rest of the batch goes on;
 * - a row the database refuses for another reason: the batch is done again one by one, and the bad one gets the reason;
 * - read-only, a full disk, missing rights or tables: thrown, nothing is noted, the loop tries again until that is mended.
 */
export async function fanOut(
  pool: Pool,
  config: Config,
  log: Logger,
  progress: Progress = {},
): Promise<FannedOut> {
  const fannedOut = await fanOutBatch(pool, config, log, progress);
  const { events, isCut, rest } = fannedOut;
  const claimed = progress.events ?? config.batchSize;
  progress.rest = rest;
  progress.events = isCut ? Math.max(1, events * 2) : Math.min(config.batchSize, claimed * 2);
  logProgress(fannedOut, progress, log);
  try {
    await settleEvents(pool, fannedOut.settledEvents, config.databaseDeadlineMs);
    // A kill before this leaves events unprocessed whose deliveries are settled: the reconciler finds them.
    failPoint('fan-out superseded settled');
  } catch (error) {
    log.warn({ err: error }, 'Superseded events are left to the reconciler');
  }
  return fannedOut;
}
