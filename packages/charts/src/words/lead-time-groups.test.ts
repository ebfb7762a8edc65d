import type { LeadTimeAnswer } from '@kanban/api';
import { expect, test } from 'vitest';
import { leadTimeGroupsWords } from './lead-time-groups.ts';

const DAY = 86_400_000;

/** Groups of so many items, of which 85 of 100 took so many days. */
const words = (...groups: [string | null, number, number][]) =>
  leadTimeGroupsWords({
    groups: groups.map(([group, sampleSize, days]) => ({
      ...{ group, sampleSize, unmeasured: 0, meanMs: DAY, minMs: DAY, maxMs: days * DAY, distribution: [] },
      percentiles: [{ percentile: 85, leadTimeMs: days * DAY, shareAtOrUnder: 1, sampleSize }],
    })) as LeadTimeAnswer['groups'],
  });

test('which takes longest: of none, one, two, many; too few, alike, without a value', () => {
  const few = 'Too few items were finished of any of them to compare.';
  expect(words()).toBe(few);
  expect(words(['bug', 9, 5])).toBe(few);
  expect(words(['bug', 10, 5], ['story', 9, 50])).toBe(
    '85 of 100 took at most 5 days of “bug”; of the others too few were finished to compare.',
  );
  expect(words(['bug', 10, 5], ['story', 40, 5])).toBe('All alike: 85 of 100 took at most 5 days.');
  expect(words(['bug', 10, 5], ['chore', 30, 7], [null, 40, 30])).toBe(
    '85 of 100 took at most 30 days of “none”, the longest, and 5 days of “bug”, the shortest.',
  );
});
