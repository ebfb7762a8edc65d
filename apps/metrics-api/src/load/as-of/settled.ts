import type { Instant } from '@kanban/domain';
import type { Database } from '@kanban/schema';
import { type Kysely, sql } from 'kysely';

/** The database's clock, and until when no row can be missing any more. */
export interface Settled {
  now: Instant;
  settledUntil: Instant;
}

/** The server tells what is open no more often than this, whoever asks: see settled_until(). */
const AGAIN_MS = 1_000;

const known = new WeakMap<Kysely<Database>, Settled & { readAtMs: number }>();

/**
 * What the server says of its open transactions, asked once a second. What is settled stays so, but a snapshot shows all of it only if it
 * is opened after this.
 */
export async function loadSettled(db: Kysely<Database>): Promise<Settled> {
  const before = known.get(db);
  const age = before === undefined ? Number.POSITIVE_INFINITY : performance.now() - before.readAtMs;
  if (before !== undefined && age < AGAIN_MS)
    return { settledUntil: before.settledUntil, now: before.now + Math.floor(age * 1000) };
  const readAtMs = performance.now();
  const { rows } =
    await sql<Settled>`SELECT UTC_TIMESTAMP(6) AS now, settled_until() AS settledUntil`.execute(db);
  const settled = rows[0] as Settled;
  known.set(db, { ...settled, readAtMs });
  return settled;
}
