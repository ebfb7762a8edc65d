import { expect, test } from 'vitest';
import { severalAt, severalTip } from './several.ts';

const dot = (reference: string, x: number, y: number) => ({ reference, x, y });
const counted = (...dots: Parameters<typeof severalAt>[0]) =>
  [...severalAt(dots).values()].map((of) => of.length);

test('dots that are seen as one are counted as one place, others are not', () => {
  expect(counted()).toEqual([]);
  expect(counted(dot('a', 10, 10))).toEqual([]);
  expect(counted(dot('a', 10, 10), dot('b', 30, 10), dot('c', 10, 30))).toEqual([]);
  expect(counted(dot('a', 10, 10), dot('b', 12, 11), dot('c', 9, 12), dot('d', 90, 10))).toEqual([3]);
});

test('no item is counted at two places', () => {
  const row = Array.from({ length: 50 }, (_, n) => dot(`a${n}`, n * 3, 10));
  const all = [...severalAt(row).values()].flat();
  expect(all.length).toBeGreaterThan(0);
  expect(new Set(all).size).toBe(all.length);
});

test('where dots are too many to be numbered, none is', () => {
  expect(counted(...Array.from({ length: 401 }, (_, n) => dot(`a${n}`, 10, 10)))).toEqual([]);
});

test('a tooltip names the items of a place', () => {
  expect(severalTip(['A', 'B', 'C'])).toEqual(['3 at this place', 'A, B and C']);
  expect(severalTip(['A', 'B', 'C', 'D', 'E', 'F'])[1]).toBe('A, B, C, D, E and 1 more');
});
