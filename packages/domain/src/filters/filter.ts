import { readBelow } from './below-parent.ts';

export interface FilteredFields {
  type: string | null;
  classOfService: string | null;
  assignee: string | null;
  parent: string | null;
}

/**
 * Values of one name are alternatives, and all names must match. An empty assignee means no assignee; a name without
 * values is ignored.
 */
export interface ItemFilter {
  type?: readonly string[];
  classOfService?: readonly string[];
  assignee?: readonly string[];
  /** References; items below one of them match, at any depth. */
  parent?: readonly string[];
}

/** Whether items match a filter. `parents`: of all items by reference, for `parent` only. */
export function readFits(
  filter: ItemFilter,
  parents: ReadonlyMap<string, string | null>,
): (fields: FilteredFields) => boolean {
  const sets = (['type', 'classOfService', 'assignee'] as const).flatMap((name) => {
    const values = filter[name] ?? [];
    return values.length === 0 ? [] : [{ name, values: new Set(values) }];
  });
  const wanted = new Set(filter.parent ?? []);
  const isBelow = readBelow(parents, wanted);
  return (fields) =>
    sets.every(({ name, values }) => values.has(fields[name] ?? '')) &&
    (wanted.size === 0 || isBelow(fields.parent));
}
