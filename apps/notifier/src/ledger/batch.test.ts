import { expect, it } from 'vitest';
import { batched } from './batch.ts';

it('answers many who ask at the same time with one statement, each with their own answer', async () => {
  const sizes: number[] = [];
  const { ask } = batched(async (numbers: readonly number[]) => {
    sizes.push(numbers.length);
    return numbers.map((number) => number * 2);
  });
  expect(await Promise.all([1, 2, 3].map(ask))).toEqual([2, 4, 6]);
  expect(sizes).toEqual([3]);
});

it('asks for no more than the limit at once', async () => {
  const sizes: number[] = [];
  const { ask } = batched(
    async (numbers: readonly number[]) => {
      sizes.push(numbers.length);
      return numbers;
    },
    { limit: 2 },
  );
  await Promise.all([1, 2, 3, 4, 5].map(ask));
  expect(sizes).toEqual([2, 2, 1]);
});

it('reports a failure to every question of the batch, and continues', async () => {
  let works = false;
  const { ask } = batched(async (numbers: readonly number[]) => {
    if (!works) throw new Error('Not now');
    return numbers;
  });
  await expect(Promise.allSettled([ask(1), ask(2)])).resolves.toMatchObject([
    { status: 'rejected' },
    { status: 'rejected' },
  ]);
  works = true;
  expect(await ask(3)).toBe(3);
});
