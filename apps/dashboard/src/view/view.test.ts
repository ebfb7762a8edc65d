import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readView, type View, writeView } from './view.ts';

const name = fc.string({ minLength: 1, maxLength: 20 });
const view: fc.Arbitrary<View> = fc.record({
  stream: fc.option(name),
  range: fc.oneof(
    fc.record({ days: fc.integer({ min: 1, max: 36_500 }) }),
    fc.record({ from: name, to: name }),
  ),
  interval: fc.constantFrom('auto', 'hour', 'day', 'week', 'month'),
  timeZone: fc.option(name),
  measure: fc.constantFrom('lead', 'cycle'),
  policy: fc.constantFrom('occupancy', 'highWater'),
  item: fc.option(name),
});

test('what is written is read again, whatever streams and items are called', () => {
  fc.assert(
    fc.property(view, (any) => {
      expect(readView(writeView(any))).toEqual(any);
    }),
  );
});

test('the default view has an address without a query', () => {
  expect(writeView(readView(''))).toBe('');
});

describe('what a query holds wrongly is the default', () => {
  test.each(['?days=0', '?days=-1', '?days=1.5', '?days=x', '?days=99999', '?from=2026-01-01'])(
    '%s',
    (query) => {
      expect(readView(query).range).toEqual({ days: 90 });
    },
  );

  test('interval, measure and policy', () => {
    const { interval, measure, policy } = readView('?interval=year&measure=x&policy=y');
    expect({ interval, measure, policy }).toEqual({ interval: 'auto', measure: 'lead', policy: 'occupancy' });
  });
});
