import { CHANGES, type Change } from './read.ts';

/** Every kind of change, with how often it happened and to how many items. */
export function countsOf(changes: readonly Change[]) {
  return CHANGES.map((change) => {
    const own = changes.filter((each) => each.change === change);
    return { change, times: own.length, items: new Set(own.map(({ item }) => item.itemId)).size };
  });
}
