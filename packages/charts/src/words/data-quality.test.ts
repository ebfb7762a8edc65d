import { expect, test } from 'vitest';
import { dataQualityOf } from '../sample-stability.ts';
import { dataQualityWords } from './data-quality.ts';

function found(...checks: (readonly [severity: 'info' | 'warning', items: number])[]) {
  return {
    ...dataQualityOf(0),
    checks: checks.map(([severity, items], n) => ({
      check: `checkNo${n + 1}`,
      severity,
      items,
      findings: items,
      share: items / 100,
      distorts: 'ages',
    })),
  };
}

test('whether charts can be believed: nothing, information, one warning, three', () => {
  expect(dataQualityWords(found())).toBe('Yes: nothing was found in 100 items.');
  expect(dataQualityWords(found(['warning', 0]))).toBe('Yes: nothing was found in 100 items.');
  expect(dataQualityWords(found(['info', 5]))).toBe(
    'Yes: 1 check found something, none of it a reason to doubt.',
  );
  expect(dataQualityWords(found(['warning', 5]))).toBe(
    'With care: “check no1” at 5 items (5 %) distorts ages.',
  );
  expect(dataQualityWords(found(['warning', 5], ['warning', 9], ['warning', 1]))).toBe(
    'With care: “check no2” at 9 items (9 %) distorts ages. 2 other warnings.',
  );
});
