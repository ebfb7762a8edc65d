import { type Instant, resolveAt } from '@kanban/domain';
import type { Database } from '@kanban/schema';
import type { Kysely } from 'kysely';
import type { Deps } from '../deps.ts';
import { loadSettled } from '../load/as-of/settled.ts';

export interface AsOfQuery {
  asOf?: string | undefined;
}

/** An instant as of which is asked, and whether all that was recorded before it is there. */
export interface AskedAsOf {
  instant: Instant;
  isSettled: boolean;
}

/**
 * The instant as of which is asked; undefined: of the present. What is settled then stays so, but a snapshot shows it whole only when
 * it was opened after this. Throws InvalidInput.
 */
export async function askedAsOf(
  db: Kysely<Database>,
  deps: Deps,
  { asOf }: AsOfQuery,
): Promise<AskedAsOf | undefined> {
  if (asOf === undefined) return undefined;
  const { now, settledUntil } = await loadSettled(db);
  const instant = resolveAt(asOf, deps.clock?.() ?? now, 'asOf');
  return { instant, isSettled: instant <= settledUntil };
}
