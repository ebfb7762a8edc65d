import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathSegment } from './path-segment.ts';

test('any value is exactly one segment, and reads back unchanged', () => {
  const value = fc.oneof(
    fc.string({ minLength: 1, unit: 'grapheme' }),
    fc.string({ minLength: 1, unit: fc.constantFrom('.', '/', '?', '#', '%', '2', '5', 'E', '\\', ' ') }),
  );
  fc.assert(
    fc.property(value, (any) => {
      const segment = pathSegment(any);
      if (segment === null) {
        expect(['.', '..']).toContain(any);
        return;
      }
      const { pathname, search, hash } = new URL(`http://host/v1/work-items/${segment}`);
      expect([search, hash]).toEqual(['', '']);
      expect(pathname.split('/').slice(0, 3)).toEqual(['', 'v1', 'work-items']);
      expect(pathname.split('/').slice(3).map(decodeURIComponent)).toEqual([any]);
    }),
  );
});

test.each(['.', '..'])('%s is refused: it would leave the path', (value) => {
  expect(pathSegment(value)).toBeNull();
});
