import fc from 'fast-check';
import { expect, test } from 'vitest';
import { convolve } from './convolve.ts';

/** Shares that add up to 1, of a width that only a transform is quick for. */
const shares = fc.array(fc.nat(1000), { minLength: 720, maxLength: 1500, size: 'max' }).map((weights) => {
  const total = weights.reduce((sum, weight) => sum + weight, 1);
  return Float64Array.from([...weights, 1], (weight) => weight / total);
});

test('a transform gives what adding products up does', () => {
  fc.assert(
    fc.property(shares, shares, (a, b) => {
      const sum = convolve(a, b);
      expect(sum.length).toBe(a.length + b.length - 1);
      for (let n = 0; n < sum.length; n += 97) {
        let expected = 0;
        for (let i = Math.max(0, n - b.length + 1); i <= Math.min(n, a.length - 1); i++) {
          expected += (a[i] as number) * (b[n - i] as number);
        }
        expect(Math.abs((sum[n] as number) - expected)).toBeLessThan(1e-12);
      }
    }),
    { numRuns: 30 },
  );
});
