import { expect, test } from 'vitest';
import { layOut } from './lay-out.ts';

const wait = (text: string) => {
  const [from = '', to = ''] = text.split('>');
  return { from, to };
};
const columnsOf = (own: string, ...waits: string[]) => {
  const { places } = layOut(own, waits.map(wait));
  return Object.fromEntries([...places].map(([reference, { column }]) => [reference, column]));
};

test('alone it is one place', () => {
  expect(layOut('A', [])).toEqual({ places: new Map([['A', { column: 0, row: 0 }]]), columns: 1, rows: 1 });
});

test('what it waits for is left of it, what waits for it right, however far', () => {
  expect(columnsOf('A', 'A>B', 'B>C', 'X>A', 'Y>X')).toEqual({ C: 0, B: 1, A: 2, X: 3, Y: 4 });
});

test('of two ways the longer counts: every line leads from left to right', () => {
  expect(columnsOf('A', 'A>B', 'A>C', 'B>C', 'X>A', 'Y>A', 'Y>X')).toEqual({ C: 0, B: 1, A: 2, X: 3, Y: 4 });
});

test('no two items lie at one place, and a column is in the middle of the longest', () => {
  const { places, rows } = layOut('A', ['A>B', 'A>C', 'A>D'].map(wait));
  expect(rows).toBe(3);
  expect(places.get('A')).toEqual({ column: 1, row: 1 });
  expect(new Set([...places.values()].map((place) => JSON.stringify(place))).size).toBe(4);
});
