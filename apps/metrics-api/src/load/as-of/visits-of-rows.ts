import type { Instant, Visit } from '@kanban/domain';

export interface PlacedRow {
  itemId: number;
  occurredAt: Instant;
  toQueueId: number | null;
}

/** The visits that rows of the log make, which come by item and in order: as sql/projections/replay_2_visits.sql has it. */
export function visitsOfRows(rows: readonly PlacedRow[]): Map<number, Visit[]> {
  const visits = [...Map.groupBy(rows, ({ itemId }) => itemId)].map(([itemId, own]) => {
    const stays = own.flatMap(({ occurredAt, toQueueId }, place) => {
      const next = own[place + 1];
      return toQueueId === null
        ? []
        : [{ queueId: toQueueId, enteredAt: occurredAt, leftAt: next?.occurredAt ?? null }];
    });
    return [itemId, stays] as const;
  });
  return new Map(visits);
}
