import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PriorityQueue } from './priority-queue.ts';

test('hands out by key, and among equal keys by who came first', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(8)), (keys) => {
      const queue = new PriorityQueue<number>();
      for (const [index, key] of keys.entries()) queue.push(key, index);
      const out: number[] = [];
      for (let next = queue.pop(); next; next = queue.pop()) out.push(next.value);
      const expected = keys
        .map((key, index) => ({ key, index }))
        .sort((a, b) => a.key - b.key || a.index - b.index);
      expect(out).toEqual(expected.map(({ index }) => index));
    }),
  );
});
