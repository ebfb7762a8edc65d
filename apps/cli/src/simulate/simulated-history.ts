import type { HistoryItem, ItemHistory, Step } from '../history/history.ts';

/** A step of `items[item]`. */
export interface SimulatedStep extends Omit<Step, 'place'> {
  readonly item: number;
}

/** What happened on a board, in the order of time: each item's steps are a whole chain. */
export interface SimulatedHistory {
  readonly items: readonly HistoryItem[];
  readonly steps: readonly SimulatedStep[];
}

/** The same item by item. */
export function itemHistories({ items, steps }: SimulatedHistory): ItemHistory[] {
  const ofItems = items.map((item) => ({ item, known: undefined, steps: [] as Step[] }));
  for (const [place, { item, ...step }] of steps.entries()) ofItems[item]?.steps.push({ ...step, place });
  return ofItems;
}
