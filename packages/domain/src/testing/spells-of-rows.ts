import { type Queue, type Spell, spellsOf } from '../index.ts';
import type { AuditRow } from './naive-fold.ts';

/** The domain's own fold for all items of a log: what the database hands to the functions that take spells. */
export function spellsOfRows(rows: readonly AuditRow[], queues: readonly Queue[]): Spell[] {
  const kinds = new Map(queues.map(({ id, kind }) => [id, kind]));
  return [...Map.groupBy(rows, (row) => row.itemId)].flatMap(([itemId, own]) =>
    spellsOf(
      itemId,
      own.map(({ occurredAt, toQueueId }) => ({ at: occurredAt, queueId: toQueueId })),
      kinds,
    ),
  );
}
