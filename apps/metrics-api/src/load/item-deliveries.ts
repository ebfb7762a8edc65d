import type { Instant } from '@kanban/domain';
import type { DeliveryState } from '@kanban/schema';
import { sql } from 'kysely';
import type { Snapshot } from './snapshot.ts';

interface Row {
  topic: string;
  queue: string | null;
  happened_at: Instant;
  channel: 'email' | 'slack' | 'teams' | 'webhook';
  told: string;
  state: DeliveryState;
  superseded_reason: string | null;
  attempts: number;
  due_at: Instant;
  settled_at: Instant | null;
  may_be_duplicate: 0 | 1;
}

/** What was told about an item, as `list_deliveries` shows it to who may not see addresses. */
export async function loadItemDeliveries(snapshot: Snapshot, itemId: number): Promise<readonly Row[]> {
  // Of a CALL come its result sets: the first one has the rows.
  const { rows } = await sql<readonly Row[]>`CALL list_deliveries(${itemId})`.execute(snapshot);
  return rows[0] ?? [];
}
