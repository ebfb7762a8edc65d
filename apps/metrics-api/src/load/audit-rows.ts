import type { Instant } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import { sql } from 'kysely';
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

/** Where a page ended: rows are in the order of (occurredAt, id). */
export interface AuditPlace {
  occurredAt: Instant;
  id: number;
}

export interface AuditPage {
  streamId: number;
  from: Instant;
  /** Not included. */
  to: Instant;
  /** Only this item's rows. */
  itemIds?: readonly number[] | undefined;
  after?: AuditPlace | undefined;
  limit: number;
}

/**
 * A page of the audit log in the order of time. Without an item it walks audit_log_when (value_stream_id, occurred_at, and
 * the id that every InnoDB index ends with), so a page deep in the log costs what the first one costs; with an item it
 * sorts the few rows of audit_log_item.
 */
export function loadAuditRows(snapshot: Snapshot, page: AuditPage): Promise<AuditRow[]> {
  const { after, itemIds } = page;
  const from = sqlInstant(Math.max(page.from, after?.occurredAt ?? page.from));
  return snapshot
    .selectFrom('audit_log')
    .select([
      'id',
      'occurred_at as occurredAt',
      'reference',
      'from_queue as fromQueue',
      'to_queue as toQueue',
      'actor',
      'reason',
    ])
    .where('value_stream_id', '=', page.streamId)
    .where('occurred_at', '>=', from as never)
    .where('occurred_at', '<', sqlInstant(page.to) as never)
    .$if(itemIds !== undefined, (query) =>
      itemIds?.length ? query.where('item_id', 'in', [...itemIds]) : query.where(sql<boolean>`FALSE`),
    )
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb.or([
          eb('occurred_at', '>', sqlInstant(after?.occurredAt ?? 0) as never),
          eb('id', '>', after?.id ?? 0),
        ]),
      ),
    )
    .orderBy('occurred_at')
    .orderBy('id')
    .limit(page.limit)
    .execute();
}
