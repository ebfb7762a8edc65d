import { settleEvents } from '@kanban/ledger';
import { failPoint } from '@kanban/service';
import type { Pool } from 'mysql2/promise';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { fanOutBatch } from './fan-out-batch.ts';
import type { FannedOut } from './fanned-out.ts';
import { logProgress, type Progress } from './progress.ts';

/**
 * Turns the oldest pending events into deliveries, in one short transaction of at most `deliveriesATransaction`
 * deliveries. A list that does not fit is written in parts: its event stays pending until the last part, and deliveries
 * that exist are skipped. What can go wrong:
 * - killed before COMMIT: nothing happened, and the events are claimed again;
 * - killed after COMMIT, or its answer lost: the deliveries are published when their lease ends;
 * - deadlock, or a Galera node that loses at COMMIT (1213): the whole transaction is repeated;
 * - another relay begins the same burst or digest at the same moment: rolled back and repeated;
 * - another relay continues a list between two parts: each skips what the other has written;
 * - an unusable payload: the reason is noted on the event, and the rest of the batch goes on;
 * - a row that the database refuses for another reason: the batch is repeated event by event, and the bad one gets the
 *   reason;
 * - read-only, full disk, missing rights or tables: thrown, nothing is noted, and the loop tries until it is repaired.
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
