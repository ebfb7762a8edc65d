import type { Span } from '@kanban/domain';
import { type Database, instantValue } from '@kanban/schema';
import { expressionBuilder } from 'kysely';

/** Of item_flow as f: items finished in a range (half open). Of one stream it is a range of item_flow_finished. */
export function isFinishedIn({ from, to }: Span) {
  const { eb, and } = expressionBuilder<{ f: Database['item_flow'] }, 'f'>();
  return and([eb('f.finished_at', '>=', instantValue(from)), eb('f.finished_at', '<', instantValue(to))]);
}
