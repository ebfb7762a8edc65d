import { sqlInstant } from '@kanban/schema';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Snapshot } from '../snapshot.ts';

/** Of rows of audit_log: that they had occurred and were recorded by the instant that the snapshot is read as of; any, without one. */
export function isKnownRow({ asOf }: Snapshot, alias = 'audit_log'): RawBuilder<SqlBool> {
  if (asOf === undefined) return sql<SqlBool>`TRUE`;
  return sql<SqlBool>`(${sql.ref(`${alias}.occurred_at`)} < ${sqlInstant(asOf.instant)} AND ${isKnownBatch({ asOf }, alias)})`;
}

/** Of rows that imports bring: that they were not brought since. */
export function isKnownBatch({ asOf }: Pick<Snapshot, 'asOf'>, alias: string): RawBuilder<SqlBool> {
  if (asOf === undefined || asOf.lateBatches.length === 0) return sql<SqlBool>`TRUE`;
  const batch = sql.ref(`${alias}.batch_id`);
  return sql<SqlBool>`(${batch} IS NULL OR ${batch} NOT IN (${sql.join(asOf.lateBatches)}))`;
}
