import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOf, onPage, PAGES, readView, type View, wholeRange, writeView, zoomed } from './view.ts';

const text = fc.option(fc.string({ minLength: 1, maxLength: 20 }));
const name = fc.string({ minLength: 1, maxLength: 20 });
const view: fc.Arbitrary<View> = fc.record({
  page: fc.constantFrom(...PAGES),
  stream: text,
  range: fc.oneof(
    fc.record({ days: fc.integer({ min: 1, max: 36_500 }) }),
    fc.record({ from: name, to: name }),
    fc.constant({ since: 'month' } as const),
  ),
  zoomedFrom: text,
  compare: fc.constantFrom('previous', 'lastYear', 'none'),
  type: text,
  classOfService: text,
  assignee: text,
  splitBy: fc.constantFrom('none', 'type', 'classOfService', 'assignee', 'parent'),
  interval: fc.constantFrom('auto', 'hour', 'day', 'week', 'month'),
  timeZone: text,
  measure: fc.constantFrom('lead', 'cycle'),
  clock: fc.constantFrom('elapsed', 'working'),
  policy: fc.constantFrom('occupancy', 'highWater'),
  asOf: text,
  count: text,
  date: text,
  search: text,
  lanes: fc.constantFrom('none', 'type', 'classOfService', 'assignee', 'parent'),
  order: fc.constantFrom('place', 'age', 'due', 'priority'),
  only: fc.constantFrom('all', 'attention'),
  folded: text,
  whole: text,
  past: text,
  together: text,
  item: text,
  behind: text,
});

test('what is written is read again, whatever streams and items are called', () => {
  fc.assert(
    fc.property(view, (any) => {
      expect(readView(writeView(any))).toEqual(any);
    }),
  );
});

test('the default view has an address without a query, and a link to it leads there', () => {
  expect(writeView(readView(''))).toBe('');
  expect(addressOf(readView(''))).toBe('./');
});

test('from a part of a range, and from a part of that, there is a way back to the range that was chosen', () => {
  fc.assert(
    fc.property(view, (any) => {
      const first: View = { ...any, zoomedFrom: null };
      const part = { ...first, ...zoomed(first, { from: '2026-03-01', to: '2026-03-31' }) };
      const closer = readView(
        writeView({ ...part, ...zoomed(part, { from: '2026-03-05', to: '2026-03-06' }) }),
      );
      expect(closer.range).toEqual({ from: '2026-03-05', to: '2026-03-06' });
      expect(wholeRange(closer)).toEqual(first.range);
    }),
  );
  expect(wholeRange(readView(''))).toBeNull();
});

test('another page keeps what was chosen and closes what was open', () => {
  const chosen = readView('?stream=web&days=14&type=bug&item=A-1&behind=slaItems');
  expect(writeView(onPage(chosen, 'time'))).toBe('?page=time&stream=web&days=14&type=bug');
});

test('an address of the attention list leads to its item', () => {
  expect(readView('?page=item&stream=web&reference=A-1')).toMatchObject({ page: 'item', item: 'A-1' });
});

describe('what a query holds wrongly is the default', () => {
  test.each(['?days=0', '?days=-1', '?days=1.5', '?days=x', '?days=99999', '?from=2026-01-01'])(
    '%s',
    (query) => {
      expect(readView(query).range).toEqual({ days: 90 });
    },
  );

  test('page, interval, measure and policy', () => {
    const { page, interval, measure, policy } = readView('?page=x&interval=year&measure=x&policy=y');
    expect({ page, interval, measure, policy }).toEqual({
      page: 'today',
      interval: 'auto',
      measure: 'cycle',
      policy: 'occupancy',
    });
  });
});
