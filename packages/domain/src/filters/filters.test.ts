import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldsAt, readFits, splitBy } from '../index.ts';

const FIELDS = ['type', 'classOfService', 'assignee', 'parent'] as const;

describe('fields at an instant', () => {
  test('are the result of all earlier changes, in any order of recording', () => {
    const value = fc.option(fc.constantFrom('a', 'b', 'c'));
    const changes = fc.array(
      fc.record({ at: fc.nat(20), field: fc.constantFrom(...FIELDS, 'priority'), value }),
      { maxLength: 30 },
    );
    const first = fc.record({ type: value, classOfService: value, assignee: value, parent: value });
    fc.assert(
      fc.property(first, changes, fc.nat(21), (start, list, at) => {
        const happened = list.toSorted((a, b) => a.at - b.at);
        const fields: Record<string, string | null> = { ...start, priority: null };
        let expected = { ...start };
        const history = happened.map((change) => {
          const oldValue = fields[change.field] ?? null;
          fields[change.field] = change.value;
          const { priority: _, ...own } = fields;
          if (change.at < at) expected = own as typeof start;
          return { occurredAt: change.at, field: change.field, oldValue };
        });
        const { priority: _, ...present } = fields;
        expect(fieldsAt(present as typeof start, history, at)).toEqual(expected);
      }),
    );
  });
});

describe('a filter', () => {
  const fields = { type: 'story', classOfService: 'standard', assignee: null, parent: 'P' };
  const parents = new Map<string, string | null>([
    ['P', 'Q'],
    ['Q', 'R'],
    ['R', null],
    ['X', 'Y'],
    ['Y', 'X'],
  ]);
  test.each([
    [{}, true],
    [{ type: ['defect', 'story'] }, true],
    [{ type: ['defect'] }, false],
    [{ type: ['story'], classOfService: ['expedite'] }, false],
    [{ assignee: [''] }, true],
    [{ assignee: ['ann'] }, false],
    [{ assignee: ['ann', ''] }, true],
    [{ parent: ['P'] }, true],
    [{ parent: ['R'] }, true],
    [{ parent: ['S', 'Q'] }, true],
    [{ parent: ['S'] }, false],
    [{ parent: ['R'], type: ['defect'] }, false],
  ])('%j fits: %s', (filter, fits) => {
    expect(readFits(filter, parents)(fields)).toBe(fits);
  });

  test('is not lost in a circle of parents', () => {
    const inCircle = { ...fields, parent: 'X' };
    expect(readFits({ parent: ['Z'] }, parents)(inCircle)).toBe(false);
    expect(readFits({ parent: ['Y'] }, parents)(inCircle)).toBe(true);
  });

  test('by parent finds what lies below it at any depth', () => {
    const above = fc.array(fc.option(fc.nat(11)), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(above, fc.uniqueArray(fc.nat(11), { minLength: 1 }), (list, wanted) => {
        // An item's parent has a smaller number, so there are no circles.
        const parentOf = (n: number) => {
          const parent = list[n];
          return parent !== null && parent !== undefined && parent < n ? parent : null;
        };
        const tree = new Map(
          list.map((_, n) => [String(n), parentOf(n) === null ? null : String(parentOf(n))]),
        );
        const fits = readFits({ parent: wanted.map(String) }, tree);
        const isBelow = (n: number): boolean => {
          const parent = parentOf(n);
          return parent !== null && (wanted.includes(parent) || isBelow(parent));
        };
        for (const n of list.keys()) {
          expect(fits({ ...fields, parent: tree.get(String(n)) ?? null })).toBe(isBelow(n));
        }
      }),
    );
  });
});

test('groups are in the order of their names, the one without a name last, and lose nothing', () => {
  const items = fc.array(fc.record({ id: fc.nat(), name: fc.option(fc.constantFrom('b', 'a', 'Ä', '')) }));
  fc.assert(
    fc.property(items, (list) => {
      const groups = splitBy(list, ({ name }) => name);
      const names = groups.map(({ group }) => group);
      expect(names.filter((name) => name !== null)).toEqual(
        ['', 'a', 'b', 'Ä'].filter((name) => list.some((item) => item.name === name)),
      );
      expect(names.indexOf(null)).toBe(list.some(({ name }) => name === null) ? names.length - 1 : -1);
      for (const { group, items } of groups) expect(items).toEqual(list.filter(({ name }) => name === group));
    }),
  );
});
