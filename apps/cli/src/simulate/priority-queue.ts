/** A binary heap: hands out what has the smallest key, and among equal keys what came first. */
export class PriorityQueue<T> {
  readonly #heap: { key: number; order: number; value: T }[] = [];
  #count = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** The smallest key, or undefined when empty. */
  get firstKey(): number | undefined {
    return this.#heap[0]?.key;
  }

  push(key: number, value: T): void {
    const heap = this.#heap;
    const entry = { key, order: this.#count++, value };
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as typeof entry;
      if (!isBefore(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }

  /** Takes the first out: its key and value, or undefined when empty. */
  pop(): { key: number; value: T } | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right && isBefore(right, heap[child] as typeof last)) child++;
      const below = heap[child] as typeof last;
      if (!isBefore(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(a: { key: number; order: number }, b: { key: number; order: number }): boolean {
  return a.key < b.key || (a.key === b.key && a.order < b.order);
}
