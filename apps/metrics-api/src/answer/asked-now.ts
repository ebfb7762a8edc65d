import { formatInstant, type Instant } from '@kanban/domain';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { loadBeginning } from '../load/as-of/value-streams-then.ts';
import type { Snapshot } from '../load/snapshot.ts';
import { refusal } from './invalid-parameter.ts';

/** As of when an answer about all streams is. Throws Refused for an instant before anything of them was kept. */
export async function askedNow(
  snapshot: Snapshot,
  deps: Deps,
): Promise<{ now: Instant; isSettled: boolean }> {
  const { asOf } = snapshot;
  if (asOf === undefined) {
    const { rows } = await sql<{ now: Instant }>`SELECT UTC_TIMESTAMP(6) AS now`.execute(snapshot);
    return { now: deps.clock?.() ?? (rows[0]?.now as Instant), isSettled: false };
  }
  const { instant: now, isSettled } = asOf;
  const beginning = await loadBeginning(snapshot);
  if (beginning === null || now > beginning) return { now, isSettled };
  const earliest = formatInstant(beginning + 1);
  throw refusal(
    'asOf',
    'is before anybody kept what the value streams were',
    `an instant from ${earliest} on`,
  );
}
