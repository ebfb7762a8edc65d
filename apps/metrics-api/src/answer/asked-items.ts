import {
  type FilteredFields,
  fieldsAt,
  type Instant,
  type ItemFilter,
  readFits,
  splitBy,
} from '@kanban/domain';
import { loadFieldChanges } from '../load/field-changes.ts';
import { inChunks } from '../load/in-chunks.ts';
import { loadParentsBelow } from '../load/parents-below.ts';
import type { Snapshot } from '../load/snapshot.ts';

type Values = string | string[] | undefined;

export interface FilterQuery {
  type?: Values;
  classOfService?: Values;
  assignee?: Values;
  parent?: Values;
  fieldsAt: 'now' | 'end';
  splitBy?: keyof FilteredFields | undefined;
}

interface Filterable extends FilteredFields {
  itemId: number;
  finishedAt: Instant | null;
  /** Left out for finished items. */
  droppedAt?: Instant | null;
}

/** Whether all items are asked about, as one: then nobody needs to look at their fields. */
export function asksForAll({ type, classOfService, assignee, parent, splitBy }: FilterQuery): boolean {
  return [type, classOfService, assignee, parent, splitBy].every((value) => value === undefined);
}

/** Those of some items that fit what was asked for, with their fields as of the time that was asked for. */
export async function filteredItems<Item extends Filterable>(
  snapshot: Snapshot,
  items: readonly Item[],
  query: FilterQuery,
  at: Instant,
): Promise<readonly Item[]> {
  const fitting = await readFitting(snapshot, query, at);
  return fitting(items);
}

/** The same for items that come in pieces. */
export async function readFitting(
  snapshot: Snapshot,
  query: FilterQuery,
  at: Instant,
): Promise<<Item extends Filterable>(items: readonly Item[]) => Promise<readonly Item[]>> {
  if (asksForAll(query)) return async (items) => items;
  const filter = filterOf(query);
  const fits = readFits(filter, await loadParentsBelow(snapshot, filter.parent));
  return async (items) => {
    const known = query.fieldsAt === 'now' ? items : await withFieldsAtEnd(snapshot, items, at);
    return known.filter(fits);
  };
}

async function withFieldsAtEnd<Item extends Filterable>(
  snapshot: Snapshot,
  items: readonly Item[],
  at: Instant,
) {
  const itemIds = items.map(({ itemId }) => itemId);
  const changes = await inChunks(itemIds, (chunk) => loadFieldChanges(snapshot, chunk));
  return items.map((item) => {
    const { type, classOfService, assignee, parent } = item;
    const present = { type, classOfService, assignee, parent };
    const end = item.finishedAt ?? item.droppedAt ?? at;
    return { ...item, ...fieldsAt(present, changes.get(item.itemId) ?? [], end) };
  });
}

/** The figures of each group besides those of all; none unless groups were asked for. */
export function groupedFigures<Item extends Filterable, Figures extends object>(
  items: readonly Item[],
  { splitBy: field }: FilterQuery,
  figuresOf: (items: readonly Item[]) => Figures,
): ({ group: string | null } & Figures)[] {
  if (field === undefined) return [];
  // Nobody's are those without an assignee, and those whose assignee is empty.
  const groups = splitBy(items, (item) => item[field] || null);
  return groups.map(({ group, items: own }) => ({ group, ...figuresOf(own) }));
}

function filterOf({ type, classOfService, assignee, parent }: FilterQuery): Required<ItemFilter> {
  const list = (values: Values) => (values === undefined ? [] : [values].flat());
  return {
    type: list(type),
    classOfService: list(classOfService),
    assignee: list(assignee),
    parent: list(parent),
  };
}
