import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrange, type Columns, queueOf, targetOf } from './arrange.ts';

const columns: Columns = new Map([
  ['backlog', ['A', 'B', 'C']],
  ['test', ['X']],
]);

test.each([
  [{ queue: 'test', before: 'X' }, ['A', 'X']],
  [{ queue: 'test', after: 'X' }, ['X', 'A']],
  [{ queue: 'test', before: 'gone', after: 'X' }, ['X', 'A']],
  [{ queue: 'test', before: 'gone' }, ['X', 'A']],
  [{ queue: 'test', before: 'B' }, ['X', 'A']],
])('%j', (target, cards) => {
  const arranged = arrange(columns, 'A', target);
  expect(arranged.get('test')).toEqual(cards);
  expect(arranged.get('backlog')).toEqual(['B', 'C']);
});

test('within its queue a card goes beside the one that was named', () => {
  expect(arrange(columns, 'C', { queue: 'backlog', before: 'A' }).get('backlog')).toEqual(['C', 'A', 'B']);
  expect(arrange(columns, 'A', { queue: 'backlog', after: 'B' }).get('backlog')).toEqual(['B', 'A', 'C']);
});

test('a queue that is gone changes nothing', () => {
  expect(arrange(columns, 'A', { queue: 'gone' })).toBe(columns);
});

test('back where it was, everything is as it was, whatever the board', () => {
  const board = fc
    .uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 })
    .chain((cards) =>
      fc.record({
        cards: fc.constant(cards),
        split: fc.integer({ min: 0, max: cards.length }),
        moved: fc.constantFrom(...cards),
        beside: fc.constantFrom(...cards),
      }),
    );
  fc.assert(
    fc.property(board, ({ cards, split, moved, beside }) => {
      const before: Columns = new Map([
        ['left', cards.slice(0, split)],
        ['right', cards.slice(split)],
      ]);
      const old = targetOf(before, moved);
      const after = arrange(before, moved, { queue: 'right', before: beside });
      expect(queueOf(after, moved)).toBe('right');
      expect([...after.values()].flat().toSorted()).toEqual(cards.toSorted());
      if (old) expect(arrange(after, moved, old)).toEqual(before);
    }),
  );
});
