import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inStatements, jsonOf } from './json-rows.ts';

const KIB = 1024;

it('rows are cut into statements in their order, none larger than a server takes unless one row is', () => {
  const length = fc.oneof({ weight: 99, arbitrary: fc.nat(200) }, fc.nat(400 * KIB));
  fc.assert(
    fc.property(fc.array(length, { maxLength: 3_000 }), (lengths) => {
      const rows = lengths.map((each, id) => [id, (each % 2 ? 'é' : '"').repeat(each)]);
      const lists = inStatements(rows);
      expect(lists.flat()).toEqual(rows);
      for (const list of lists) {
        expect(list.length).toBeGreaterThan(0);
        expect(list.length).toBeLessThanOrEqual(1_000);
        const bytes = list.reduce((sum, each) => sum + Buffer.byteLength(JSON.stringify(each)), 0);
        expect(list.length === 1 || bytes <= 256 * KIB).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
});

it('half a surrogate pair becomes the replacement character', () => {
  expect(JSON.parse(jsonOf([[1, 'a\ud800b', null]]))).toEqual([[1, 'a\ufffdb', null]]);
});
