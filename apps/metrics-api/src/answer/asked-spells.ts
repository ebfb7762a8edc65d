import { type Instant, type Range, readStateAt, type Spell } from '@kanban/domain';
import type { Deps } from '../deps.ts';
import { loadFilterableItems } from '../load/filterable-items.ts';
import { loadFinishedTimes } from '../load/finished-times.ts';
import { inChunks } from '../load/in-chunks.ts';
import { loadItemTimesIn } from '../load/items-in.ts';
import type { Snapshot } from '../load/snapshot.ts';
import { loadSpellsIn } from '../load/spells-in.ts';
import type { Stream } from '../load/stream.ts';
import { loadVisitsOf } from '../load/visits-of-items.ts';
import { asksForAll, type FilterQuery, filteredItems, groupedFigures } from './asked-items.ts';
import { askedRangeAt, type RangeAt, type RangeAtQuery } from './asked-range-at.ts';

export interface SpellsQuery extends RangeAtQuery, FilterQuery {}

interface Finished {
  itemId: number;
  enteredAt: Instant;
  committedAt: Instant;
  finishedAt: Instant;
}

/** Spells that overlap a range, and the items finished in it. */
export interface SpellsIn {
  spells: readonly Spell[];
  finished: readonly Finished[];
}

export interface AskedSpells extends RangeAt {
  all: SpellsIn;
  /** The same figures for each group; none unless groups were asked for. */
  groupsOf<Figures extends object>(
    figuresOf: (some: SpellsIn) => Figures,
  ): ({ group: string | null } & Figures)[];
}

/** What was in progress in a stream, of the items asked for. Throws Refused and InvalidInput. */
export async function askedSpells(
  snapshot: Snapshot,
  deps: Deps,
  query: SpellsQuery,
  widen: (range: Range, at: Instant) => Range = (range) => range,
): Promise<AskedSpells> {
  const { stream, at, range, between } = await askedRangeAt(snapshot, deps, query);
  const wide = widen(range, at);
  const found: SpellsIn = {
    spells: await loadSpellsIn(snapshot, stream, wide, at),
    finished: await loadFinishedIn(snapshot, stream, wide, query.at === undefined ? null : at),
  };
  const itemIds = [...new Set([...found.spells, ...found.finished].map(({ itemId }) => itemId))];
  const items = asksForAll(query)
    ? []
    : [...(await inChunks(itemIds, (chunk) => filterable(snapshot, stream, chunk, query, at))).values()];
  const kept = await filteredItems(snapshot, items, query, at);
  return {
    ...{ stream, at, range, between },
    all: asksForAll(query) ? found : only(found, kept),
    groupsOf: (figuresOf) => groupedFigures(kept, query, (own) => figuresOf(only(found, own))),
  };
}

/** As they are now; where it matters when they ended, as they were at the instant asked for. */
async function filterable(
  snapshot: Snapshot,
  stream: Stream,
  itemIds: readonly number[],
  { fieldsAt, at: askedAt }: SpellsQuery,
  at: Instant,
) {
  const items = await loadFilterableItems(snapshot, stream.id, itemIds);
  if (fieldsAt === 'now' || (askedAt === undefined && snapshot.asOf === undefined)) return items;
  const visits = await loadVisitsOf(snapshot, itemIds);
  const stateAt = readStateAt(stream.queues, at);
  return new Map(
    [...items].map(([itemId, item]) => {
      const { finishedAt = null, droppedAt = null } = stateAt(visits.get(itemId) ?? []) ?? {};
      return [itemId, { ...item, finishedAt, droppedAt }];
    }),
  );
}

/** Finished items are read from an index, as they are now; those of another instant from all of their visits. */
export async function loadFinishedIn(
  snapshot: Snapshot,
  stream: Stream,
  range: Range,
  at: Instant | null,
): Promise<Finished[]> {
  const items =
    at === null
      ? await loadFinishedTimes(snapshot, stream.id, range)
      : await loadItemTimesIn(snapshot, stream, range, at);
  return items.flatMap(({ itemId, enteredAt, committedAt, finishedAt }) =>
    committedAt !== null && finishedAt !== null && finishedAt >= range.from && finishedAt < range.to
      ? [{ itemId, enteredAt, committedAt, finishedAt }]
      : [],
  );
}

function only({ spells, finished }: SpellsIn, items: readonly { itemId: number }[]): SpellsIn {
  const ids = new Set(items.map(({ itemId }) => itemId));
  return {
    spells: spells.filter(({ itemId }) => ids.has(itemId)),
    finished: finished.filter(({ itemId }) => ids.has(itemId)),
  };
}
