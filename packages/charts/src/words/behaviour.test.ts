import type { ProcessBehaviourAnswer } from '@kanban/api';
import { expect, test } from 'vitest';
import { flowSamples } from '../sample-flow.ts';
import { behaviourWords } from './behaviour.ts';

/** A chart of so many points, those at the places given unlike before. */
function charted(count: number, unlike: readonly number[], { isProvisional = false } = {}) {
  const [sample] = (flowSamples.processBehaviour(Math.max(1, count)) as ProcessBehaviourAnswer).families;
  if (!sample?.limits) throw new Error('The sample has no limits.');
  const points = sample.points
    .slice(0, count)
    .map((point, n) => ({ ...point, signals: unlike.includes(n) ? (['beyondLimit'] as const).slice() : [] }));
  return { ...sample, points, limits: { ...sample.limits, baselinePoints: count, isProvisional } };
}

test('news or noise: nothing, one, three, many, unlike before, too few', () => {
  expect(behaviourWords(undefined)).toBe('Nothing is complete yet.');
  expect(behaviourWords(charted(0, []))).toBe('Nothing is complete yet.');
  expect(behaviourWords({ ...charted(1, []), limits: null })).toBe('1 point: too few to say what is usual.');
  expect(behaviourWords(charted(3, [], { isProvisional: true }))).toBe(
    'The last one is like before: noise. 3 points are few: the range will still move.',
  );
  expect(behaviourWords(charted(20, [19]))).toBe('The last one is unlike before: news.');
  expect(behaviourWords(charted(20, [2]))).toBe(
    'The last one is like before: noise. 1 of 19 earlier ones was unlike the others.',
  );
  expect(behaviourWords(charted(20, [2, 3]))).toContain('2 of 19 earlier ones were unlike the others');
});

test('beside another period: more, less and unknown, with no verdict but news or noise', () => {
  const { family } = charted(20, []);
  const compared = (
    average: number | null,
    difference: number | null,
    direction: 'better' | 'worse' | null,
  ) => ({
    ...{ from: '2026-03-01T00:00:00Z', to: '2026-03-08T00:00:00Z' },
    summary: { families: [{ family, unit: 'items' as const, points: 20, average }] },
    changes: [
      {
        ...{ figure: `families.${family}.average`, difference, direction },
        reason:
          difference === null ? ('noItems' as const) : direction === null ? ('tooFewItems' as const) : null,
      },
    ],
  });
  const words = (...told: Parameters<typeof compared>) => behaviourWords(charted(20, []), compared(...told));
  const alone = 'The last one is like before: noise.';
  expect(words(4, 1, 'better')).toBe(
    `${alone} The average of these 20 points is 5; ▲ 1 more than before (4).`,
  );
  expect(words(4, -1.5, 'worse')).toBe(
    `${alone} The average of these 20 points is 2.5; ▼ 1.5 less than before (4).`,
  );
  expect(words(null, null, null)).toBe(alone);
});
