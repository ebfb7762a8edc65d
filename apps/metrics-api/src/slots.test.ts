import { expect, test } from 'vitest';
import { createSlots } from './slots.ts';

test('as many as there are places get one, and who waits gets the next that is free, in turn', async () => {
  const slots = createSlots(2);
  const [first, second] = [await slots.take(0), await slots.take(0)];
  expect(await slots.take(1)).toBeUndefined();
  const [third, fourth] = [slots.take(10_000), slots.take(10_000)];
  first?.();
  first?.();
  const giveBack = await third;
  expect(await Promise.race([fourth, slots.take(1)])).toBeUndefined();
  second?.();
  expect(await fourth).toBeTypeOf('function');
  giveBack?.();
  expect(await slots.take(0)).toBeTypeOf('function');
});
