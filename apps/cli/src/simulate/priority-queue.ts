import TinyQueue from 'tinyqueue';

interface Entry<T> {
  readonly key: number;
  readonly order: number;
  readonly value: T;
}

/** A binary heap: returns the entry with the smallest key, and of equal keys the earliest. */
export class PriorityQueue<T> {
  readonly #heap = new TinyQueue<Entry<T>>([], (a, b) => a.key - b.key || a.order - b.order);
  #count = 0;

  /** The smallest key, or undefined when empty. */
  get firstKey(): number | undefined {
    return this.#heap.peek()?.key;
  }

  push(key: number, value: T): void {
    this.#heap.push({ key, order: this.#count++, value });
  }

  /** Removes and returns the first entry, or undefined when empty. */
  pop(): { readonly key: number; readonly value: T } | undefined {
    return this.#heap.pop();
  }
}
