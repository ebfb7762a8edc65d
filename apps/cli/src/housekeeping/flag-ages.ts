import {
  ageingAlert,
  completeDaysBefore,
  elapsedBetween,
  type Instant,
  InvalidInput,
  paceOf,
} from '@kanban/domain';
import { inTransaction } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { readQueues } from '../history/streams.ts';
import { type AgeTerms, readAgeTerms } from './age-terms.ts';
import { type AgingItem, readAgingItems, readPaceItems } from './aging-items.ts';
import { lastImportedId } from './imported-id.ts';
import { databaseNow } from './sla-terms.ts';

export interface FlagAgesOptions {
  /** The time to judge by; the database's clock if not given. */
  readonly now?: Instant;
  /** Gets a sentence about each stream that cannot be judged. */
  readonly log?: (line: string) => void;
}

/**
 * Flags each item in progress that is older than the pace of its stage, once per visit, with an event. The first sweep after an
 * upgrade, an import or another `ageing_percentile` flags without events. Any number may run at the same time, and a sweep that
 * dies is completed by the next. Returns the number of new events. Definition of pace and age: `packages/domain/src/ageing`.
 */
export async function flagAges(pool: Pool, options: FlagAgesOptions = {}): Promise<number> {
  let told = 0;
  for (const terms of await readAgeTerms(pool)) {
    try {
      told += await flagStream(pool, terms, options.now ?? (await databaseNow(pool)));
    } catch (error) {
      // The zone of one stream must not keep the others from being looked at.
      if (!(error instanceof InvalidInput || error instanceof RangeError)) throw error;
      options.log?.(`${terms.stream.name}: ages cannot be judged: ${error.message}`);
    }
  }
  return told;
}

async function flagStream(pool: Pool, terms: AgeTerms, at: Instant): Promise<number> {
  const { stream, percentile, lastSweep } = terms;
  if (percentile === null) {
    if (lastSweep) await pool.query('CALL finish_age_sweep(?, NULL, NULL)', [stream.id]);
    return 0;
  }
  const queues = await readQueues(pool, stream.name);
  const range = completeDaysBefore(at, stream.timeZone);
  const paces = paceOf(await readPaceItems(pool, stream, range), queues, 'cycle', elapsedBetween);
  const ages = new Map(paces.map(({ queue, ages }) => [queue.id, ages]));
  const items = await readAgingItems(pool, stream);
  // After the items were read, so that an import they show is seen.
  const importedId = await lastImportedId(pool, stream.id, lastSweep?.importedId ?? 0);
  const isSilent = lastSweep?.percentile !== percentile || importedId !== lastSweep.importedId;

  let told = 0;
  for (const item of items) {
    const age = elapsedBetween(item.committedAt, at);
    const alert = ageingAlert(age, ages.get(item.queueId) ?? new Float64Array(), percentile);
    if (alert === null) continue;
    const values = [percentile, Math.ceil(age / 1000), Math.floor(alert.paceUs / 1000), alert.sampleSize];
    if ((await flag(pool, item, [...values, isSilent])) && !isSilent) told += 1;
  }
  if (isSilent) await pool.query('CALL finish_age_sweep(?, ?, ?)', [stream.id, percentile, importedId]);
  return told;
}

/** Whether the flag is new. An item that moved in the meantime is skipped. */
async function flag(
  pool: Pool,
  { itemId, entryAuditId }: AgingItem,
  values: readonly unknown[],
): Promise<boolean> {
  return inTransaction(
    pool,
    async (connection) => {
      const [[row]] = await connection.query<RowDataPacket[]>(
        'SELECT flag_age(?, ?, ?, ?, ?, ?, ?) AS is_new',
        [itemId, entryAuditId, ...values],
      );
      return row?.is_new === 1;
    },
    { isolation: 'READ COMMITTED' },
  );
}
