import type { BlockedAnswer } from '@kanban/api';
import { expect, test } from 'vitest';
import { flowSamples } from '../sample-flow.ts';
import { blockedCausesWords } from './blocked-causes.ts';

const DAY = 86_400_000;

function blocked(items: number, days: number, share: number | null = 0.25): BlockedAnswer {
  const sample = flowSamples.blocked(3) as BlockedAnswer;
  const [worst] = sample.clusters;
  if (!worst) throw new Error('The sample has no cause.');
  return {
    ...sample,
    total: { ...sample.total, items, blockedMs: days * DAY },
    clusters: items === 0 ? [] : [{ ...worst, key: 'vendor', share }],
  };
}

test('what blocks cost: nobody, one, three, many, better, worse and unknown', () => {
  expect(blockedCausesWords(blocked(0, 0))).toBe('Nothing was blocked.');
  expect(blockedCausesWords(blocked(1, 4, 1))).toBe(
    'One item was blocked for 4 days. 100 % of it by “vendor”.',
  );
  expect(blockedCausesWords(blocked(3, 8), blocked(2, 5))).toBe(
    '3 items were blocked for 8 days; ▲ 3 days more than before (5 days); too few items to judge. 25 % of it by “vendor”.',
  );
  expect(blockedCausesWords(blocked(15, 40), blocked(12, 32))).toBe(
    '15 items were blocked for 40 days; ▲ 8 days more than before (32 days): worse. 25 % of it by “vendor”.',
  );
  expect(blockedCausesWords(blocked(12, 32), blocked(15, 40))).toContain(
    '▼ 8 days less than before (40 days): better',
  );
  expect(blockedCausesWords(blocked(15, 40, null))).toBe('15 items were blocked for 40 days.');
});
