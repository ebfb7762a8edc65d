import { expect, test } from 'vitest';
import { atMost } from './at-most.ts';

test('never more than so many run at a time, in the order they came, also when some fail', async () => {
  const limited = atMost(2);
  const [running, begun]: [Set<number>, number[]] = [new Set(), []];
  let most = 0;
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      limited(async () => {
        running.add(n);
        begun.push(n);
        most = Math.max(most, running.size);
        await new Promise((resolve) => setImmediate(resolve));
        running.delete(n);
        if (n % 3 === 0) throw new Error('failed');
        return n;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(begun).toEqual(begun.toSorted((a, b) => a - b));
  expect(results.map(({ status }) => status === 'fulfilled')).toEqual(begun.map((n) => n % 3 !== 0));
});
