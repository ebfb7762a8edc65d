import type { Instant } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import { sql } from 'kysely';
import { isKnownRow } from './as-of/known-rows.ts';
import type { Snapshot } from './snapshot.ts';

export interface AuditRow {
  id: number;
  occurredAt: Instant;
  reference: string;
  fromQueue: string | null;
  toQueue: string | null;
  actor: string;
  reason: string | null;
}

export interface AuditPage {
  streamId: number;
  from: Instant;
  /** Not included. */
  to: Instant;
  /** Only this item's rows. */
  itemIds?: readonly number[] | undefined;
  /** Rows are in the order of (occurredAt, id): the last one of the page before. */
  after?: { value: Instant; id: number } | undefined;
  limit: number;
}

const FIELDS = sql.raw(
  'id, occurred_at AS occurredAt, reference, from_queue AS fromQueue, to_queue AS toQueue, actor, reason',
);

/**
 * A page of the audit log in the order of time. Without an item it walks audit_log_when (value_stream_id, occurred_at, and
 * the id that every InnoDB index ends with), so a page deep in the log costs what the first one costs; the hint is there as
 * MySQL prefers to sort the whole table when a page is a good part of it. With an item it sorts the few rows of audit_log_item.
 */
export async function loadAuditRows(snapshot: Snapshot, page: AuditPage): Promise<AuditRow[]> {
  const { streamId, itemIds, after, to, limit } = page;
  if (itemIds?.length === 0) return [];
  const from = Math.max(page.from, after?.value ?? page.from);
  const index = sql.raw(itemIds ? 'audit_log_item' : 'audit_log_when');
  const { rows } = await sql<AuditRow>`
    SELECT ${FIELDS} FROM audit_log FORCE INDEX (${index})
    WHERE value_stream_id = ${streamId} AND occurred_at >= ${sqlInstant(from)} AND occurred_at < ${sqlInstant(to)}
      ${itemIds ? sql`AND item_id IN (${sql.join(itemIds)})` : sql``}
      AND ${isKnownRow(snapshot)}
      ${after ? sql`AND (occurred_at > ${sqlInstant(after.value)} OR id > ${after.id})` : sql``}
    ORDER BY occurred_at, id LIMIT ${limit}`.execute(snapshot);
  return rows;
}
