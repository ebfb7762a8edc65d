import type { Instant } from '@kanban/domain';
import { type Database, instantValue } from '@kanban/schema';
import { expressionBuilder } from 'kysely';

/**
 * Of item_flow as f: items whose present stay in finished or dropped queues began at an instant or later, or never. Three ranges of
 * item_flow_finished (value_stream_id, finished_at, dropped_at).
 */
export function isUnendedSince(since: Instant) {
  const { eb, and, or } = expressionBuilder<{ f: Database['item_flow'] }, 'f'>();
  const from = instantValue(since);
  return or([
    eb('f.finished_at', '>=', from),
    and([eb('f.finished_at', 'is', null), eb('f.dropped_at', 'is', null)]),
    and([eb('f.finished_at', 'is', null), eb('f.dropped_at', '>=', from)]),
  ]);
}
