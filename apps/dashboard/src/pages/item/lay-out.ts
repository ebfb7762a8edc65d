import { largest, smallest } from '@kanban/domain/extremes';

interface Wait {
  readonly from: string;
  readonly to: string;
}

export interface Layout {
  readonly places: ReadonlyMap<string, { readonly column: number; readonly row: number }>;
  readonly columns: number;
  readonly rows: number;
}

/**
 * Items in columns, by how many links they are away from `own` at most: what it waits for to its left, what waits for it to its right.
 * No item waits for itself, at any distance: the database refuses that.
 */
export function layOut(own: string, waits: readonly Wait[]): Layout {
  const columnOf = new Map([[own, 0]]);
  reach('to', 'from', -1);
  reach('from', 'to', 1);
  const least = smallest(columnOf.values());
  const byColumn = Map.groupBy(columnOf, ([, column]) => column - least);
  const rows = largest([...byColumn.values()].map(({ length }) => length));
  const places = [...byColumn].flatMap(([column, items]) =>
    items
      .map(([reference]) => reference)
      .sort()
      .map((reference, n) => [reference, { column, row: n + (rows - items.length) / 2 }] as const),
  );
  return { places: new Map(places), columns: byColumn.size, rows };

  function reach(end: keyof Wait, start: keyof Wait, step: number): void {
    let [edge, distance] = [[own], 0];
    // The longest way counts, so that each line leads from left to right.
    while (edge.length > 0 && distance < waits.length) {
      distance += 1;
      const next = waits.filter((wait) => edge.includes(wait[start])).map((wait) => wait[end]);
      edge = [...new Set(next)];
      for (const reference of edge) columnOf.set(reference, distance * step);
    }
  }
}
