import { describe, expect, test } from 'vitest';
import { planSimulation, planSmallStream } from './plan.ts';
import { simulateHistory } from './simulate-history.ts';
import { simulateSmallStream } from './simulate-small-stream.ts';
import type { SimulatedHistory, SimulatedStep } from './simulated-history.ts';
import { smallStreams } from './small-streams.ts';
import { weekUs } from './work-calendar.ts';

const until = Date.UTC(2026, 10, 18, 15, 30) * 1000;
const wish = {
  seed: 1,
  stream: 'main',
  until,
  months: 18,
  start: undefined,
  itemsPerWeek: undefined,
  rows: undefined,
};
const plan = planSimulation(wish);
const history = simulateHistory(plan);

/** An independent count of every queue after every step. */
function countQueues(
  { steps }: SimulatedHistory,
  afterEach: (wip: ReadonlyMap<string, number>, step: SimulatedStep) => void,
) {
  const wip = new Map<string, number>();
  for (const step of steps) {
    const { from, to } = step;
    if (from !== null) wip.set(from, (wip.get(from) ?? 0) - 1);
    if (to !== null) wip.set(to, (wip.get(to) ?? 0) + 1);
    afterEach(wip, step);
  }
  return wip;
}

describe('a simulated history', () => {
  test('is the same for the same seed and end, and differs for another seed', () => {
    expect(simulateHistory(planSimulation(wish))).toEqual(history);
    expect(simulateHistory(planSimulation({ ...wish, seed: 2 })).steps).not.toEqual(history.steps);
  });

  test('made weeks later is the same, shifted by weeks', () => {
    const later = simulateHistory(planSimulation({ ...wish, until: until + 5 * weekUs }));
    expect(later.steps).toEqual(history.steps.map((step) => ({ ...step, at: step.at + 5 * weekUs })));
  });

  test('never moves into a queue beyond the limit of then, and one limit is lowered half-way', () => {
    const most = new Map<string, number[]>();
    countQueues(history, (wip, { at, to }) => {
      const queue = plan.queues.find(({ name }) => name === to);
      if (!queue || queue.wipLimit < 0) return;
      const isEarlier = at < plan.limitsSince;
      const limit = isEarlier ? (queue.earlierLimit ?? queue.wipLimit) : queue.wipLimit;
      expect(wip.get(queue.name)).toBeLessThanOrEqual(limit);
      const [before = 0, since = 0] = most.get(queue.name) ?? [];
      const now = wip.get(queue.name) ?? 0;
      most.set(queue.name, isEarlier ? [Math.max(before, now), since] : [before, Math.max(since, now)]);
    });
    expect(most.get('development')).toEqual([7, 5]);
  });

  const small = smallStreams.map((stream): [string, SimulatedHistory] => [
    stream.name,
    simulateSmallStream(planSmallStream(plan, stream)),
  ]);
  test.each([['main', history], ...small] as const)(
    'of %s is consistent: time never runs back, and each step starts where the last one ended',
    (_, { items, steps }) => {
      const places = new Map<number, string | null>();
      let at = plan.from;
      for (const step of steps) {
        expect(step.at).toBeGreaterThanOrEqual(at);
        expect(Number.isSafeInteger(step.at)).toBe(true);
        expect(step.from).toBe(places.get(step.item) ?? null);
        expect(step.to).not.toBe(step.from);
        places.set(step.item, step.to);
        at = step.at;
      }
      expect(at).toBeLessThanOrEqual(until);
      expect(places.size).toBe(items.length);
    },
  );

  test('ends with a limited queue full and items late', () => {
    const wip = countQueues(history, () => {});
    expect(
      plan.queues.filter(({ name, wipLimit }) => wipLimit > 0 && wip.get(name) === wipLimit),
    ).not.toEqual([]);
    const last = new Map(history.steps.map((step) => [step.item, step.to]));
    const isOpen = (to: string | null | undefined) => to !== null && to !== 'production' && to !== 'drop';
    const late = simulatedOpen(history, last, isOpen);
    expect(late.length).toBeGreaterThan(0);
  });

  test('has moves back, drops, removals, reopened items, all classes, types and due dates', () => {
    const moves = new Set(history.steps.map(({ from, to }) => `${from}→${to}`));
    for (const move of ['test→development', 'backlog→drop', 'ready→development', 'production→development']) {
      expect(moves).toContain(move);
    }
    expect(history.steps.some((step) => step.to === null)).toBe(true);
    const classes = new Set(history.items.map((item) => item.classOfService));
    expect([...classes].sort()).toEqual(['expedite', 'fixed-date', 'standard']);
    expect(new Set(history.items.map((item) => item.type)).size).toBe(4);
    expect(
      history.items.filter((item) => item.classOfService === 'fixed-date').every((item) => item.dateDue),
    ).toBe(true);
  });

  test('keeps working hours: nine moves in ten on working days between nine and six', () => {
    const working = history.steps.filter(({ at }) => {
      const date = new Date(at / 1000);
      return date.getUTCDay() % 6 !== 0 && date.getUTCHours() >= 9 && date.getUTCHours() < 18;
    });
    expect(working.length / history.steps.length).toBeGreaterThan(0.9);
  });

  test('has about as many audit rows as asked for', () => {
    const { steps } = simulateHistory(planSimulation({ ...wish, rows: 30_000 }));
    expect(Math.abs(steps.length / 30_000 - 1)).toBeLessThan(0.1);
  });
});

/** Open items whose date has passed. */
function simulatedOpen(
  { items }: SimulatedHistory,
  last: ReadonlyMap<number, string | null>,
  isOpen: (to: string | null | undefined) => boolean,
) {
  return items.filter(
    (item, index) => isOpen(last.get(index)) && item.dateDue !== null && item.dateDue < until,
  );
}
