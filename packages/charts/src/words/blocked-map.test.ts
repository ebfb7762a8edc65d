import type { BlockedAnswer } from '@kanban/api';
import { expect, test } from 'vitest';
import { flowSamples } from '../sample-flow.ts';
import { blockedMapWords } from './blocked-map.ts';

const blocked = (...cells: (readonly [queue: string, key: string, days: number])[]): BlockedAnswer => ({
  ...(flowSamples.blocked(3) as BlockedAnswer),
  matrix: cells.map(([queue, key, days]) => ({ queue, key, blockedMs: days * 86_400_000 })),
});

test('the costliest cause and place: none, one, three', () => {
  expect(blockedMapWords(blocked())).toBe('Nothing was blocked.');
  expect(blockedMapWords(blocked(['dev', 'vendor', 6]))).toBe('Only by “vendor” in dev: 6 days.');
  expect(blockedMapWords(blocked(['test', 'data', 2], ['dev', 'vendor', 6], ['dev', 'data', 2]))).toBe(
    'Most by “vendor” in dev: 6 days, 60 % of all blocked time at 3 places.',
  );
});
