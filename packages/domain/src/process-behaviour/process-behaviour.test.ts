import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BehaviourRule, type Clamp, naturalLimits, processBehaviour } from '../index.ts';
import { naiveMarks } from '../testing/naive-signals.ts';

const points = (values: readonly number[]) => values.map((value, at) => ({ at, value }));
const told = ({ signals }: { signals: { rule: string; side: string; from: number; to: number }[] }) =>
  signals.map(({ rule, side, from, to }) => `${rule} ${side} ${from}-${to}`);

const BASELINE = [3, 5, 4, 6, 2, 5, 3, 4, 6, 4];

describe('limits of an XmR chart', () => {
  test('are those of a baseline; one below 0 is at 0 and not drawn', () => {
    const limits = naturalLimits(BASELINE, 'zero');
    expect(limits).toMatchObject({ lower: 0, isLowerDrawn: false, baselinePoints: 10, isProvisional: true });
    expect(limits?.average).toBeCloseTo(4.2, 9);
    expect(limits?.meanMovingRange).toBeCloseTo(2.111111, 6);
    expect(limits?.upper).toBeCloseTo(9.815556, 6);
    expect(limits?.sigma).toBeCloseTo(2.111111 / 1.128, 6);
    const unclamped = naturalLimits(BASELINE, 'none');
    expect(unclamped?.lower).toBeCloseTo(-1.415556, 6);
    expect(unclamped?.isLowerDrawn).toBe(true);
  });

  test('of one point are that point, and of none there are none', () => {
    expect(naturalLimits([7], 'zero')).toEqual({
      ...{ average: 7, upper: 7, lower: 7, isLowerDrawn: true, sigma: 0, meanMovingRange: 0 },
      ...{ baselinePoints: 1, isProvisional: true },
    });
    expect(processBehaviour(points([1, 2]), [], 'zero')).toMatchObject({ limits: null, signals: [] });
  });

  test('last from 17 points on', () => {
    const many = Array.from({ length: 17 }, (_, n) => n % 3);
    expect(naturalLimits(many.slice(1), 'zero')?.isProvisional).toBe(true);
    expect(naturalLimits(many, 'zero')?.isProvisional).toBe(false);
  });

  test('can trail, as another tool records them: each point by the points before it', () => {
    const values = [4, 5, 4, 6, 5, 4, 5, 20];
    const last = naturalLimits(values.slice(0, -1), 'zero');
    expect(processBehaviour(points(values.slice(-1)), values.slice(0, -1), 'zero').limits).toEqual(last);
    expect(last?.upper).toBeLessThan(20);
  });
});

describe('signals', () => {
  test('of a worked chart', () => {
    const shown = [4, 11, 5, 9, 9, 5, 5, 5, 5, 5, 5, 5];
    const answer = processBehaviour(points(shown), BASELINE, 'zero');
    expect(told(answer)).toEqual(['beyondLimit above 1-1', 'twoOfThree above 1-5', 'eightInARow above 1-11']);
    expect(answer.points[1]?.signals).toEqual(['beyondLimit', 'twoOfThree', 'eightInARow']);
    expect(answer.points[0]?.signals).toEqual([]);
    expect(answer.points[6]?.signals).toEqual(['eightInARow']);
  });

  test('of the same chart further up, where the lower lines are drawn', () => {
    const shown = [24, 17, 25, 29, 29, 20, 20, 20];
    const baseline = BASELINE.map((value) => value + 20);
    const answer = processBehaviour(points(shown), baseline, 'zero');
    expect(answer.limits?.lower).toBeCloseTo(18.584444, 6);
    expect(told(answer).filter((each) => each.startsWith('beyond'))).toEqual(['beyondLimit below 1-1']);
    const marked = answer.points.flatMap(({ at, signals }) => (signals.includes('twoOfThree') ? [at] : []));
    expect(marked).toEqual([2, 3, 4, 5, 6, 7]);
  });

  test('no rule but eight in a row looks below a line that is not drawn', () => {
    const shown = [0, 0, 0, 0, 0, 0, 0, 0];
    expect(told(processBehaviour(points(shown), BASELINE, 'zero'))).toEqual([
      // The −1σ line is at 2.3, and drawn; the −2σ line is at 0.5, and drawn; the limit is not.
      'twoOfThree below 0-7',
      'fourOfFive below 0-7',
      'eightInARow below 0-7',
    ]);
    const wide = [0, 9, 0, 9, 0, 9];
    expect(told(processBehaviour(points(shown), wide, 'zero'))).toEqual(['eightInARow below 0-7']);
  });

  test('of points beyond a limit are one each, also side by side', () => {
    expect(told(processBehaviour(points([11, 12]), BASELINE, 'zero'))).toEqual([
      'beyondLimit above 0-0',
      'beyondLimit above 1-1',
    ]);
  });

  test('a point on the average breaks eight in a row', () => {
    const at = (middle: number) => [5, 5, 5, 5, middle, 5, 5, 5, 5];
    const rules = (middle: number) => told(processBehaviour(points(at(middle)), [4, 4, 4, 4], 'none'));
    expect(rules(5)).toContain('eightInARow above 0-8');
    expect(rules(4).some((each) => each.startsWith('eight'))).toBe(false);
  });

  test('mark the points that the rules name, for any values', () => {
    const values = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 40, size: 'max' });
    const order: BehaviourRule[] = ['beyondLimit', 'twoOfThree', 'fourOfFive', 'eightInARow'];
    fc.assert(
      fc.property(values, values, fc.constantFrom<Clamp>('zero', 'none'), (shown, baseline, clamp) => {
        const answer = processBehaviour(points(shown), baseline, clamp);
        expect(answer.points.map(({ signals }) => signals)).toEqual(naiveMarks(shown, baseline, clamp));
        for (const rule of order) {
          const marked = answer.points.flatMap(({ at, signals }) => (signals.includes(rule) ? [at] : []));
          const runs = answer.signals.filter((signal) => signal.rule === rule);
          // Every mark lies in a signal, and every signal begins and ends with a mark.
          for (const place of marked)
            expect(runs.some(({ from, to }) => from <= place && place <= to)).toBe(true);
          for (const { from, to } of runs) expect(marked).toEqual(expect.arrayContaining([from, to]));
        }
      }),
      { numRuns: 300 },
    );
  });
});
