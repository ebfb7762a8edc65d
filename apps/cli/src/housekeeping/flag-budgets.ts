import {
  type BurnAlert,
  decidedItems,
  governedBy,
  type Instant,
  InvalidInput,
  largest,
  NoWorkingTime,
  rollingDays,
  slaBudget,
} from '@kanban/domain';
import { inTransaction, sqlInstant } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { readObjectives, type SweptObjective } from './budget-terms.ts';
import { lastImportedId } from './imported-id.ts';
import { readPromisedItems } from './promised-items.ts';
import { databaseNow, readSlaTerms, type StreamTerms } from './sla-terms.ts';

export interface FlagBudgetsOptions {
  /** The time to judge by; the database's clock if not given. */
  readonly now?: Instant;
  /** Gets a sentence about each stream that cannot be judged. */
  readonly log?: (line: string) => void;
}

/** The longest window of an alert that is not the objective's own. */
const LONGEST_ALERT_DAYS = 10;

/**
 * Flags each error budget that burns too fast or is used up, with an event: once until the alert was false for its short window.
 * The first sweep after an upgrade, an import or another objective flags without events. Any number may run at the same time, and a
 * sweep that dies is completed by the next. Returns the number of new events. Definition: `packages/domain/src/sla`.
 */
export async function flagBudgets(pool: Pool, options: FlagBudgetsOptions = {}): Promise<number> {
  const objectives = await readObjectives(pool);
  if (objectives.size === 0) return 0;
  let told = 0;
  for (const terms of await readSlaTerms(pool)) {
    const own = objectives.get(terms.stream.name);
    if (own === undefined) continue;
    try {
      told += await flagStream(pool, terms, own, options.now ?? (await databaseNow(pool)));
    } catch (error) {
      // The zone or the hours of one stream must not keep the others from being looked at.
      if (!isUnusable(error)) throw error;
      options.log?.(
        `${terms.stream.name}: budgets cannot be judged: ${error.message || 'too few working hours'}`,
      );
    }
  }
  return told;
}

async function flagStream(
  pool: Pool,
  { stream, terms }: StreamTerms,
  objectives: readonly SweptObjective[],
  at: Instant,
): Promise<number> {
  const { timeZone } = stream;
  const longest = largest(
    objectives.map(({ windowDays }) => windowDays),
    LONGEST_ALERT_DAYS,
  );
  const window = rollingDays(longest, timeZone);
  const items = await readPromisedItems(pool, stream.id, window(window(at)));
  const promised = terms();
  let told = 0;
  for (const objective of objectives) {
    // After the items were read, so that an import they show is seen.
    const { id, windowDays, lastSweep } = objective;
    const importedId = await lastImportedId(pool, stream.id, lastSweep?.importedId ?? 0);
    const isSilent =
      lastSweep?.objective !== objective.objective ||
      lastSweep.windowDays !== windowDays ||
      lastSweep.importedId !== importedId;
    const decisions = decidedItems(governedBy(items, objectives, objective), promised, at);
    const { alerts, budget } = slaBudget(decisions, [], [], { ...objective, timeZone, at });
    for (const alert of alerts) {
      if (!alert.isFiring) continue;
      const isNew = await flag(pool, id, alert, { at, isSilent, leftShare: budget.leftShare ?? 0 });
      if (isNew && !isSilent) told += 1;
    }
    if (isSilent)
      await pool.query('CALL finish_budget_sweep(?, ?, ?, ?)', [
        id,
        objective.objective,
        windowDays,
        importedId,
      ]);
  }
  return told;
}

/** Whether the flag is new. */
async function flag(
  pool: Pool,
  objectiveId: number,
  { alert, since, shortUs, long, longBurnRate }: BurnAlert,
  { at, isSilent, leftShare }: { at: Instant; isSilent: boolean; leftShare: number },
): Promise<boolean> {
  return inTransaction(
    pool,
    async (connection) => {
      const [[row]] = await connection.query<RowDataPacket[]>(
        'SELECT flag_budget(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS is_new',
        [
          ...[objectiveId, alert, sqlInstant(since ?? at), sqlInstant(at), shortUs],
          ...[long.decided, long.misses, longBurnRate ?? 0, leftShare, isSilent],
        ],
      );
      return row?.is_new === 1;
    },
    { isolation: 'READ COMMITTED' },
  );
}

function isUnusable(error: unknown): error is Error {
  return error instanceof InvalidInput || error instanceof RangeError || error instanceof NoWorkingTime;
}
