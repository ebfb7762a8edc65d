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
