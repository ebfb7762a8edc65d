import type { AgedItem, OpenItem, Queue } from '@kanban/domain';
import { milliseconds } from '../../answer/envelope.ts';

/** More open items are not drawn one by one. */
export const MOST_ITEMS = 2_000;
const BINS = 50;

/** Items counted by queue and age, in fifty steps up to the oldest; only steps that hold some. Null for so few that each is shown. */
export function cellsOf(items: readonly AgedItem<OpenItem>[], queueOf: (id: number) => Queue | undefined) {
  if (items.length <= MOST_ITEMS) return null;
  const width = Math.max(1, Math.ceil(((items[0]?.ageUs ?? 0) + 1) / BINS));
  const groups = Map.groupBy(items, ({ item, ageUs }) => `${Math.floor(ageUs / width)} ${item.queueId}`);
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const bin = Math.floor(first.ageUs / width);
    return {
      queue: queueOf(first.item.queueId)?.name ?? '',
      fromMs: milliseconds(bin * width),
      toMs: milliseconds((bin + 1) * width),
      count: own.length,
    };
  });
}
