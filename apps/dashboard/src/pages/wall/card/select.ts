import type { Tools } from '../tools.ts';

/** Selects a card or lets it go; as a range, all that lie between it and the card selected last. */
export function select({ wall }: Tools, reference: string, { isRange = false } = {}): void {
  const selected = new Set(wall.selected.peek());
  const last = [...selected].at(-1);
  const queue = [...wall.columns.peek().values()].find((cards) => cards.includes(reference)) ?? [];
  if (isRange && last !== undefined && queue.includes(last)) {
    const [start, end] = [queue.indexOf(last), queue.indexOf(reference)].toSorted((a, b) => a - b);
    for (const each of queue.slice(start, (end ?? 0) + 1)) {
      if (wall.entries.get(each)?.isHidden.peek() === false) selected.add(each);
    }
  } else if (!selected.delete(reference)) selected.add(reference);
  wall.selected.value = selected;
  wall.say(selected.size === 0 ? 'Nothing is selected.' : `${selected.size} selected.`);
}

/** All cards of a queue that are shown. */
export function selectQueue({ wall }: Tools, queue: string): void {
  const shown = (wall.columns.peek().get(queue) ?? []).filter(
    (reference) => wall.entries.get(reference)?.isHidden.peek() === false,
  );
  wall.selected.value = new Set(shown);
  wall.say(`${shown.length} selected.`);
}
