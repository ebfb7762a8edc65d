import { expect, test } from 'vitest';
import { counted } from './counted.ts';

test('one is one, and others are many', () => {
  expect([0, 1, 1200].map((number) => counted(number, 'item'))).toEqual(['0 items', '1 item', '1,200 items']);
  expect([1, 2].map((number) => counted(number, 'delivery', 'deliveries'))).toEqual([
    '1 delivery',
    '2 deliveries',
  ]);
});
