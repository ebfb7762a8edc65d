export interface Group<Item> {
  /** Null: those without a value. */
  group: string | null;
  items: Item[];
}

/** Items grouped by the value of a field: by name, those without a value last. Items keep their order. */
export function splitBy<Item>(items: readonly Item[], fieldOf: (item: Item) => string | null): Group<Item>[] {
  return [...Map.groupBy(items, fieldOf)]
    .map(([group, own]) => ({ group, items: own }))
    .sort((a, b) => {
      if (a.group === null || b.group === null) return a.group === null ? 1 : -1;
      return a.group < b.group ? -1 : 1;
    });
}
