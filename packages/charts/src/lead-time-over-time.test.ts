import { expect, test } from 'vitest';
import { TONES } from './colours.ts';
import { leadTimeOverTime } from './lead-time-over-time.ts';
import { fileLook } from './look.ts';
import { leadTimeIntervalsOf } from './sample-lead-time-intervals.ts';
import { drawn, placesOf } from './testing/drawn.ts';

test('lead times over time: a point per percentile where anything was finished, the slower the higher', async () => {
  const { svg } = await drawn(leadTimeOverTime.spec(leadTimeIntervalsOf(10), fileLook(900, 400)));
  const points = placesOf(svg, 'points');
  // Of ten days two have no item.
  expect(points).toHaveLength(8 * 4);
  const days = Map.groupBy(points, ({ x }) => x);
  expect(days.size).toBe(8);
  for (const heights of [...days.values()].map((day) => day.map(({ y }) => y)))
    expect(heights).toEqual(heights.toSorted((a, b) => b - a));
  const halves = [...days.values()].map(([half]) => half?.y ?? 0);
  expect(halves).toEqual(halves.toSorted((a, b) => b - a));
  // A line ends where nothing was finished, and begins again behind it.
  const [, half = ''] = svg.match(/class="mark-line[^>]*>(.*?)<\/g>/s) ?? [];
  expect(half.match(/M/g)?.length).toBeGreaterThan(1);
  // Of few items: hollow.
  const [, marks = ''] = svg.match(/class="mark-symbol role-mark points_marks"(.*?)<\/g>/s) ?? [];
  const card = fileLook(900, 400).tone(TONES.card);
  expect(marks.split(`fill="${card}"`).length - 1).toBe(3 * 4);
});

test.each([
  [0, 'No item was finished.'],
  [1, 'Too little to compare: under two complete days with 5 finished items and more, 8 items in all.'],
  [3, '85 of 100 items took at most 8.8 days in the last of 2 days that have 5 items and more;'],
  [
    9,
    '85 of 100 items took at most 10.3 days in the last of 5 days that have 5 items and more; ▲ 1.8 days more than in the first (8.5 days).',
  ],
])('lead times over %d days in words', (count, words) => {
  expect(leadTimeOverTime.summary(leadTimeIntervalsOf(count))).toContain(words);
});

test('lead times over time in words, with no verdict on two of the intervals: less, the same, and unknown', () => {
  const sample = leadTimeIntervalsOf(9);
  const faster = {
    ...sample,
    intervals: sample.intervals.toReversed().map((each) => ({ ...each, isComplete: true })),
  };
  expect(leadTimeOverTime.summary(faster)).toMatch(/▼ .* days less than in the first \(.* days\)\.$/);
  const [first] = sample.intervals;
  if (!first) throw new Error('The sample has no day.');
  const same = { ...sample, intervals: [first, first] };
  expect(leadTimeOverTime.summary(same)).toMatch(/and more; = the same as in the first\.$/);
  const unknown = { ...sample, intervals: [first, { ...first, percentiles: [] }] };
  expect(leadTimeOverTime.summary(unknown)).toMatch(/^Too little to compare/);
});
