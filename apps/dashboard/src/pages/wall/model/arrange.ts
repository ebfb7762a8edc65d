/** The references of each queue's cards, in order. */
export type Columns = ReadonlyMap<string, readonly string[]>;

/** Where a card is to lie: beside a card of the queue, else last. */
export interface Target {
  readonly queue: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** Takes a card out of where it lies and puts it there. Is one neighbour gone, the other one counts, else it goes last. */
export function arrange(columns: Columns, reference: string, { queue, before, after }: Target): Columns {
  const arranged = new Map(
    [...columns].map(([name, cards]) => [name, cards.filter((each) => each !== reference)]),
  );
  const cards = arranged.get(queue);
  // A queue that is gone: the card stays until the database says where it is.
  if (!cards) return columns;
  cards.splice(indexIn(cards, before, after), 0, reference);
  return arranged;
}

function indexIn(cards: readonly string[], before: string | undefined, after: string | undefined): number {
  const above = before === undefined ? -1 : cards.indexOf(before);
  if (above >= 0) return above;
  const below = after === undefined ? -1 : cards.indexOf(after);
  return below >= 0 ? below + 1 : cards.length;
}

/** Both neighbours of a place in a list without the card itself; null: there is none. */
export function targetAt(queue: string, cards: readonly string[], index: number): Target {
  return { queue, before: cards[index], after: index > 0 ? cards[index - 1] : undefined };
}

export function queueOf(columns: Columns, reference: string): string | null {
  for (const [queue, cards] of columns) if (cards.includes(reference)) return queue;
  return null;
}

/** Where it lies now, to be put back there. */
export function targetOf(columns: Columns, reference: string): Target | null {
  const queue = queueOf(columns, reference);
  if (queue === null) return null;
  const cards = columns.get(queue) ?? [];
  const index = cards.indexOf(reference);
  return targetAt(
    queue,
    cards.filter((each) => each !== reference),
    index,
  );
}
