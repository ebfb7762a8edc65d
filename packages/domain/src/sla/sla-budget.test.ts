import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BudgetTerms,
  type Decision,
  decisionOf,
  HOUR,
  intervalsOf,
  objectiveFor,
  resolveRange,
  rollingDays,
  roundedProbability,
  type SlaBudget,
  slaBudget,
} from '../index.ts';
import { missProbability } from '../outlook/miss-probability.ts';
import { boardDay } from '../testing/analytics-board.ts';
import { hasSharedData, sharedExamples } from '../testing/shared-data.ts';
import { binomialTail } from './binomial-tail.ts';
import { countDistribution, probabilityExhausted } from './breach-forecast.ts';
import { errorBudget } from './budget.ts';

describe('when a promise is decided', () => {
  const at = (deadlineAt: number | null, finishedAt: number | null, droppedAt: number | null, now = 100) =>
    decisionOf({ deadlineAt, finishedAt, droppedAt }, now);

  test('a hit at the finish, at the deadline too', () => {
    expect(at(50, 40, null)).toEqual({ isHit: true, decidedAt: 40 });
    expect(at(50, 50, null)).toEqual({ isHit: true, decidedAt: 50 });
  });

  test('a miss when the deadline passes, finished or not', () => {
    expect(at(50, 51, null)).toEqual({ isHit: false, decidedAt: 50 });
    expect(at(50, null, null)).toEqual({ isHit: false, decidedAt: 50 });
    expect(at(50, null, null, 50)).toBeNull();
    expect(at(50, null, 60)).toEqual({ isHit: false, decidedAt: 50 });
  });

  test('nothing without a deadline, before it, or when dropped in time', () => {
    expect(at(null, 40, null)).toBeNull();
    expect(at(150, null, null)).toBeNull();
    expect(at(50, null, 50)).toBeNull();
  });
});

describe('the error budget', () => {
  test('37 of 40 at 95 %: overspent by one, and nobody knows', () => {
    const budget = errorBudget({ decided: 40, misses: 3 }, 0.95);
    expect(budget).toMatchObject({ hits: 37, hitRate: 0.925, meetsTarget: 'unknown', missesLeft: -1 });
    expect(budget.hitInterval?.map((each) => Number(each.toFixed(6)))).toEqual([0.801358, 0.974164]);
    expect(budget.allowed).toBeCloseTo(2, 12);
    expect(budget.left).toBeCloseTo(-1, 12);
    expect(budget.leftShare).toBeCloseTo(-0.5, 12);
    expect(budget.burnRate).toBeCloseTo(1.5, 12);
  });

  test('says yes and no only where the whole interval does', () => {
    expect(errorBudget({ decided: 6, misses: 0 }, 0.95).hitInterval?.[0]).toBeCloseTo(0.609666, 6);
    expect(errorBudget({ decided: 6, misses: 0 }, 0.6).meetsTarget).toBe('yes');
    expect(errorBudget({ decided: 3, misses: 3 }, 0.57).meetsTarget).toBe('no');
  });

  test('nothing decided, and nothing allowed, are no numbers', () => {
    const nothing = {
      hitRate: null,
      hitInterval: null,
      leftShare: null,
      burnRate: null,
      meetsTarget: 'unknown',
    };
    expect(errorBudget({ decided: 0, misses: 0 }, 0.95)).toMatchObject(nothing);
    expect(errorBudget({ decided: 5, misses: 1 }, 1)).toMatchObject({
      leftShare: null,
      burnRate: null,
      left: -1,
    });
  });
});

describe.skipIf(!hasSharedData)('the figures computed elsewhere', () => {
  test('binomial tails and burn rates', () => {
    for (const { decided, misses, missShare, p, burnRate } of sharedExamples().sla.binomialTail) {
      expect(binomialTail(misses, decided, missShare)).toBeCloseTo(p, 6);
      expect(errorBudget({ decided, misses }, 1 - missShare).burnRate).toBeCloseTo(burnRate, 6);
    }
  });

  test('the forecast of breaches', () => {
    const { durations, target, ages, probabilities, distribution, expected, exhausted } =
      sharedExamples().sla.breach;
    const chances = ages.map(
      (age: number) => missProbability(Float64Array.from(durations), age, target, 10).missProbability,
    );
    expect(chances.map(roundedProbability)).toEqual(probabilities);
    expect(chances.reduce((sum: number, p: number) => sum + p, 0)).toBeCloseTo(expected, 6);
    const open = countDistribution(chances);
    expect(open.probabilities.map(roundedProbability)).toEqual(distribution);
    const counts = { decided: exhausted.decided, misses: exhausted.misses };
    expect(roundedProbability(probabilityExhausted(counts, open, exhausted.open, exhausted.objective))).toBe(
      exhausted.probability,
    );
  });
});

test('a tail is what Pascal’s triangle says, for any chance', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 61 }),
      fc.integer({ min: 0, max: 100 }),
      (n, k, percent) => {
        const p = percent / 100;
        let row = [1];
        for (let i = 0; i < n; i++)
          row = [...row, 0].map((each, j) => each * (1 - p) + (row[j - 1] ?? 0) * p);
        const tail = row.slice(k).reduce((sum, each) => sum + each, 0);
        expect(binomialTail(k, n, p)).toBeCloseTo(tail, 9);
      },
    ),
  );
});

test('the distribution of a count is that of all ways in which the events may happen', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 10 }), (percents) => {
      const events = percents.map((percent) => percent / 100);
      const expected = new Array(events.length + 1).fill(0);
      for (let way = 0; way < 2 ** events.length; way++) {
        const happens = events.map((_, place) => ((way >> place) & 1) === 1);
        const p = events.reduce((product, p, place) => product * (happens[place] ? p : 1 - p), 1);
        expected[happens.filter(Boolean).length] += p;
      }
      const { least, probabilities } = countDistribution(events);
      expected.forEach((p, count) => {
        expect(probabilities[count - least] ?? 0).toBeCloseTo(p, 12);
      });
    }),
  );
});

test('a distribution of many items stays short and whole', () => {
  const { least, probabilities } = countDistribution(Array.from({ length: 20_000 }, (_, n) => (n % 10) / 10));
  expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
  expect(probabilities.length).toBeLessThan(2_000);
  expect(least).toBeLessThan(9_000);
});

test('the most specific objective counts', () => {
  const objective = (classOfService: string | null, type: string | null) => ({
    classOfService,
    type,
    objective: 0.9,
    windowDays: 30,
  });
  const all = [
    objective(null, null),
    objective(null, 'defect'),
    objective('expedite', null),
    objective('expedite', 'defect'),
  ];
  const find = (classOfService: string, type: string) =>
    all.indexOf(objectiveFor({ classOfService, type }, all) as (typeof all)[number]);
  expect([find('x', 'y'), find('x', 'defect'), find('expedite', 'y'), find('expedite', 'defect')]).toEqual([
    0, 1, 2, 3,
  ]);
  expect(objectiveFor({ classOfService: 'x', type: 'y' }, all.slice(1))).toBeUndefined();
});

test('a window of local days begins at the time of day at which it ends, over a change of the clocks', () => {
  const end = Date.parse('2026-03-30T10:00:00Z') * 1000 + 7;
  expect(rollingDays(3, 'Europe/Berlin')(end)).toBe(Date.parse('2026-03-27T11:00:00Z') * 1000 + 7);
});

const terms: BudgetTerms = { objective: 0.95, windowDays: 30, timeZone: 'UTC', at: boardDay(30) };
const range = resolveRange({ from: '2026-03-02', to: '2026-03-31', timeZone: 'UTC', now: 0 });
const budgetOf = (decisions: Decision[], open: Parameters<typeof slaBudget>[1] = []) =>
  slaBudget(decisions, open, intervalsOf(range, 'day'), terms);
/** So many decisions an hour before these days ago; the last ones are misses. */
const decided = (daysAgo: number, count: number, misses: number): Decision[] =>
  Array.from({ length: count }, (_, n) => ({
    isHit: n < count - misses,
    decidedAt: boardDay(30 - daysAgo) + HOUR,
  }));
const alert = (answer: SlaBudget, name: string) => answer.alerts.find((each) => each.alert === name);

describe('burn alerts', () => {
  test.each([
    ['one miss of six in three days', [decided(2, 5, 0), decided(1, 1, 1)], 'fast', false],
    ['two of six, one of them today', [decided(2, 4, 1), decided(1, 2, 1)], 'fast', true],
    ['two of six, none of them today', [decided(3, 4, 2), decided(1, 2, 0)], 'fast', false],
    ['three of twenty in ten days', [decided(9, 18, 1), decided(1, 2, 2)], 'slow', false],
    ['three of twelve in ten days', [decided(9, 10, 1), decided(1, 2, 2)], 'slow', true],
    ['three of twelve, none in three days', [decided(9, 12, 3)], 'slow', false],
  ])('%s', (_, lists, name, isFiring) => {
    expect(alert(budgetOf(lists.flat()), name)).toMatchObject({ isFiring });
  });

  test('the budget is exhausted where more is missed than allowed, evidently', () => {
    expect(alert(budgetOf(decided(20, 40, 3)), 'exhausted')).toMatchObject({ isFiring: false });
    expect(alert(budgetOf(decided(20, 40, 5)), 'exhausted')).toMatchObject({
      isFiring: true,
      since: boardDay(10) + HOUR,
    });
    expect(alert(budgetOf(decided(31, 40, 5)), 'exhausted')).toMatchObject({
      isFiring: false,
      since: null,
      longBurnRate: null,
    });
  });

  test('fires since the first instant from which on it has held, minute by minute', () => {
    const list = fc.array(
      fc.record({ isHit: fc.boolean(), hoursAgo: fc.integer({ min: 1, max: 24 * 14 }) }),
      { minLength: 3, maxLength: 25 },
    );
    fc.assert(
      fc.property(list, (raw) => {
        const decisions = raw.map(({ isHit, hoursAgo }) => ({
          isHit,
          decidedAt: terms.at - hoursAgo * HOUR,
        }));
        for (const { alert: name, isFiring, since } of budgetOf(decisions).alerts) {
          const holds = (at: number) => alert(slaBudget(decisions, [], [], { ...terms, at }), name)?.isFiring;
          let first: number | null = null;
          // Windows and decisions change at full hours: half past stands for the hour.
          for (let at = terms.at; holds(at); at -= HOUR) first = at - HOUR;
          expect([isFiring, since]).toEqual([first !== null, first]);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('the answer', () => {
  test('a point of the series has its own interval, and the budget of the window that ends with it', () => {
    const { series } = budgetOf([...decided(20, 10, 1), ...decided(5, 10, 0)]);
    const on = (day: number) => series[day];
    expect(on(10)).toMatchObject({ label: '2026-03-12', decided: 10, misses: 1 });
    expect(on(10)?.burnRate).toBeCloseTo(2, 9);
    expect(on(10)?.leftShare).toBeCloseTo(-1, 9);
    expect(on(11)).toMatchObject({ decided: 0, misses: 0, burnRate: null });
    expect(on(25)?.leftShare).toBeCloseTo(0, 9);
    expect(series.length).toBe(30);
    expect(series[9]).toMatchObject({ leftShare: null });
  });

  test('open promises within the window to come make the forecast', () => {
    const open = [
      { deadlineAt: boardDay(31), missProbability: 0.5 },
      { deadlineAt: boardDay(32), missProbability: 0.5 },
      { deadlineAt: boardDay(33), missProbability: null },
      { deadlineAt: boardDay(61), missProbability: 1 },
    ];
    const answer = budgetOf(decided(5, 38, 1), open);
    expect(answer).toMatchObject({ expectedMisses: 1, missDistribution: [0.25, 0.5, 0.25] });
    // 40 decided allow 2: with one missed, both would have to be.
    expect(answer.probabilityExhausted).toBe(0.25);
    expect(budgetOf(decided(5, 38, 1), open.slice(2, 3)).probabilityExhausted).toBeNull();
    expect(budgetOf(decided(5, 38, 1)).probabilityExhausted).toBe(0);
  });

  test('the budget counts the decisions of its window, in any order', () => {
    const list = fc.array(
      fc.record({ isHit: fc.boolean(), decidedAt: fc.integer({ min: boardDay(-10), max: boardDay(31) }) }),
    );
    fc.assert(
      fc.property(list, (decisions) => {
        const within = decisions.filter(
          ({ decidedAt }) => decidedAt >= boardDay(0) && decidedAt < boardDay(30),
        );
        const { budget, series } = budgetOf(decisions);
        expect([budget.decided, budget.hits]).toEqual([
          within.length,
          within.filter(({ isHit }) => isHit).length,
        ]);
        expect(series.reduce((sum, point) => sum + point.misses, 0)).toBe(budget.misses);
      }),
    );
  });
});
