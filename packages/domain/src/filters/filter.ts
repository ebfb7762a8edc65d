import { readBelow } from './below-parent.ts';

export interface FilteredFields {
  type: string | null;
  classOfService: string | null;
  assignee: string | null;
  parent: string | null;
}

/** Values of one name are alternatives, names must all fit. An empty assignee is nobody's; no value: the name asks for nothing. */
export interface ItemFilter {
  type?: readonly string[];
  classOfService?: readonly string[];
  assignee?: readonly string[];
  /** References; an item fits that is below one of them, at any depth. */
  parent?: readonly string[];
}

/** Whether items fit a filter. `parents`: of all items by reference, for `parent` only. */
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
