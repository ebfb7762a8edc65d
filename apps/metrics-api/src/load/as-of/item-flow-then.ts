import { type Instant, type Queue, readStateAt, type Visit } from '@kanban/domain';
import type { AuditRow } from '../audit-rows.ts';
import type { ItemFlowRow } from '../item-journey.ts';

/** What an item had come to at an instant, from its visits and its rows of the log; undefined when it had entered no queue. */
export function itemFlowThen(
  visits: readonly Visit[],
  moves: readonly AuditRow[],
  queues: readonly Queue[],
  instant: Instant,
): ItemFlowRow | undefined {
  const state = readStateAt(queues, instant)(visits);
  const last = moves.at(-1);
  if (state === null || last === undefined) return undefined;
  const { enteredAt, committedAt, finishedAt, droppedAt } = state;
  const isRemoved = visits.at(-1)?.leftAt === null ? 0 : 1;
  return { lastAuditId: last.id, enteredAt, committedAt, finishedAt, droppedAt, isRemoved };
}
