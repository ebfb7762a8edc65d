import { expect, test } from 'vitest';
import { stabilityChecks } from './checks.ts';
import type { WindowFacts } from './littles-window.ts';

function ageWords(averageAgeStartUs: number | null, averageAgeEndUs: number | null) {
  const window = { arrivals: 1, departures: 1, wipStart: 1, wipEnd: 1, averageWip: 1 };
  const facts = {
    window: { ...window, averageAgeStartUs, averageAgeEndUs },
    dropped: 0,
    cycleTime95Us: null,
    olderThanCycleTime95: null,
  } as WindowFacts;
  return stabilityChecks(facts, 0.1).find(({ check }) => check === 'ageSteady');
}

test('a check of age that fails says whether work grew older or younger', () => {
  expect(ageWords(4, 3)).toMatchObject({
    holds: false,
    says: 'The average age of what is in progress fell by 25 %.',
  });
  expect(ageWords(4, 6)).toMatchObject({
    holds: false,
    says: 'The average age of what is in progress rose by 50 %.',
  });
  expect(ageWords(4, 4)).toMatchObject({
    holds: true,
    says: 'The average age of what is in progress stayed the same.',
  });
  expect(ageWords(null, 4)?.holds).toBeNull();
});
