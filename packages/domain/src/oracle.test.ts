import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Clock,
  cumulativeFlow,
  DAY,
  type DayCount,
  type FlowPolicy,
  flowInstants,
  type IntervalUnit,
  intervalsOf,
  journey,
  leadTime,
  localDate,
  type PercentileMethod,
  percentiles,
  queuesNow,
  type Range,
  resolveRange,
  slaCompliance,
  throughput,
  WorkingCalendar,
} from './index.ts';
import { type History, histories, ZONES } from './testing/histories.ts';
import { naiveIntervals } from './testing/naive-calendar.ts';
import { naiveCumulativeFlow } from './testing/naive-flow.ts';
import { naiveItems, naiveVisits } from './testing/naive-fold.ts';
import { naiveFinishedItems, naiveLeadTime, naivePercentile } from './testing/naive-lead-time.ts';
import { naiveSla } from './testing/naive-sla.ts';
import { type ReplayedItem, replay } from './testing/replay.ts';

const UNITS: IntervalUnit[] = ['hour', 'day', 'week', 'month'];
const POLICIES: FlowPolicy[] = ['occupancy', 'highWater'];

function isFinished(item: ReplayedItem): item is ReplayedItem & { finishedAt: number } {
  return item.finishedAt !== null;
}

describe.each(ZONES)('in $timeZone around $date', ({ timeZone, date }) => {
  const dateStart = resolveRange({ from: date, to: date, timeZone, now: 0 }).from;
  const startsAt = dateStart - 3 * DAY;

  /** From a day before the history to a moment in it or after it, so that ranges cut histories. */
  const cases = fc.record({
    history: histories(startsAt),
    length: fc.integer({ min: 1, max: 14 }),
    unit: fc.constantFrom(...UNITS),
    nowAfter: fc.integer({ min: 0, max: 20 * DAY }),
  });

  function rangeOf(length: number): Range {
    const to = localDate(startsAt + length * DAY, timeZone);
    return resolveRange({ from: localDate(startsAt - DAY, timeZone), to, timeZone, now: 0 });
  }

  function finishedIn({ rows, queues }: History, range: Range) {
    const { items } = replay(rows, queues);
    const finished = items.filter(isFinished);
    return finished
      .filter((item) => item.finishedAt >= range.from && item.finishedAt < range.to)
      .sort((a, b) => a.itemId - b.itemId);
  }

  const naiveTerms = ({ policies, hours, holidays }: History) => ({
    policies,
    working: { timeZone, hours, holidays },
  });
  const terms = (history: History) => {
    const { policies, working } = naiveTerms(history);
    return { policies, calendar: new WorkingCalendar(working) };
  };

  test('intervals are those that a clock on the wall shows', () => {
    const bounds = fc.record({
      start: fc.integer({ min: -40 * DAY, max: 40 * DAY }),
      length: fc.integer({ min: 1, max: 12 * DAY }),
      unit: fc.constantFrom(...UNITS),
    });
    fc.assert(
      fc.property(bounds, ({ start, length, unit }) => {
        const from = dateStart + start;
        const range = { from, to: from + length, timeZone, fromLocal: '', toLocal: '' };
        const cut = ({ start, end, label }: { start: number; end: number; label: string }) =>
          unit === 'hour' ? { start, end } : { start, end, label };
        expect(intervalsOf(range, unit).map(cut)).toEqual(naiveIntervals(range, unit).map(cut));
      }),
      { numRuns: 40 },
    );
  });

  test.each(POLICIES)('cumulative flow by %s equals counting items one by one', (policy) => {
    fc.assert(
      fc.property(cases, ({ history: { rows, queues }, length, unit, nowAfter }) => {
        const instants = flowInstants(intervalsOf(rangeOf(length), unit), startsAt + nowAfter);
        const counters = instants.flatMap(replay(rows, queues).counters);
        const some = instants.filter((_, place) => unit !== 'hour' || place % 7 === 0);
        expect(cumulativeFlow(queues, some, counters, policy)).toEqual(
          naiveCumulativeFlow(rows, queues, some, policy),
        );
      }),
      { numRuns: 40 },
    );
  });

  test('items in queues and dropped ones add up to arrivals, and both policies agree on all three', () => {
    fc.assert(
      fc.property(cases, ({ history: { rows, queues }, length }) => {
        const instants = intervalsOf(rangeOf(length), 'day').map(({ end }) => end);
        const counters = instants.flatMap(replay(rows, queues).counters);
        const answers = POLICIES.map((policy) => cumulativeFlow(queues, instants, counters, policy));
        for (const point of answers.flat()) {
          const items = point.queues.reduce((total, queue) => total + queue.items, 0);
          expect(items + point.dropped).toBe(point.arrivals);
        }
        const totals = answers.map((points) =>
          points.map(({ arrivals, finished, dropped }) => ({ arrivals, finished, dropped })),
        );
        expect(totals[0]).toEqual(totals[1]);
      }),
    );
  });

  test('no line ever falls by highWater, and no line lies over the one before it by either policy', () => {
    fc.assert(
      fc.property(cases, ({ history: { rows, queues }, length }) => {
        const instants = intervalsOf(rangeOf(length), 'day').map(({ end }) => end);
        const counters = instants.flatMap(replay(rows, queues).counters);
        const lines = (policy: FlowPolicy) =>
          cumulativeFlow(queues, instants, counters, policy).map((point) =>
            point.queues.map(({ atOrBeyond }) => atOrBeyond),
          );
        lines('highWater').reduce((before, now) => {
          now.forEach((height, place) => {
            expect(height).toBeGreaterThanOrEqual(before[place] as number);
          });
          return now;
        });
        for (const heights of [...lines('occupancy'), ...lines('highWater')]) {
          expect(heights).toEqual(heights.toSorted((a, b) => b - a));
        }
      }),
    );
  });

  test('lead time equals the definition by any clock, exact and inclusive', () => {
    const dayCounts = fc.constantFrom<DayCount>('exact', 'inclusive');
    fc.assert(
      fc.property(cases, fc.nat(), fc.nat(), dayCounts, ({ history, length }, a, b, dayCount) => {
        const { rows, queues } = history;
        const range = rangeOf(length);
        const flow = queues.filter(({ kind }) => kind !== 'dropped');
        const [from, to] = [a % (flow.length || 1), b % (flow.length || 1)].sort((x, y) => x - y);
        const clocks: Clock[] = ['lead', 'cycle'];
        const [startQueue, endQueue] = [flow[from as number]?.id, flow[to as number]?.id];
        if (startQueue !== undefined && endQueue !== undefined) clocks.push({ startQueue, endQueue });
        for (const clock of clocks) {
          const definition = { clock, dayCount, percentiles: [50, 85], method: 'nearest-rank' } as const;
          const answer = leadTime(finishedIn(history, range), queues, timeZone, definition);
          const naive = naiveLeadTime(rows, queues, range, clock, dayCount);
          expect(answer.rows.map(({ item, ...row }) => ({ itemId: item.itemId, ...row }))).toEqual(
            naive.rows,
          );
          expect(answer.unmeasured).toBe(naive.unmeasured);
        }
      }),
    );
  });

  test('throughput counts every finished item once, in the interval of its finish', () => {
    fc.assert(
      fc.property(cases, ({ history, length, unit, nowAfter }) => {
        const { rows, queues } = history;
        const range = rangeOf(length);
        const finishedAt = finishedIn(history, range).map((item) => item.finishedAt);
        const answer = throughput(finishedAt, intervalsOf(range, unit), startsAt + nowAfter);
        const population = naiveFinishedItems(rows, queues, range);
        for (const { start, end, finished } of answer) {
          const naive = population.filter((item) => item.finishedAt >= start && item.finishedAt < end);
          expect(finished).toBe(naive.length);
        }
        expect(answer.reduce((total, { finished }) => total + finished, 0)).toBe(population.length);
      }),
    );
  });

  test('SLA verdicts, hit rates and misses equal the definition in every interval', () => {
    fc.assert(
      fc.property(cases, ({ history, length, unit }) => {
        const { rows, queues, items: attributes } = history;
        const range = rangeOf(length);
        const finished = finishedIn(history, range).map((item) => ({
          ...item,
          ...attributesOf(history, item),
        }));
        const answer = slaCompliance(finished, terms(history), intervalsOf(range, unit), range.to);
        const naive = (stretch: { from: number; to: number }) =>
          naiveSla(rows, queues, attributes, naiveTerms(history), stretch);
        const { missed, ...total } = naive(range);
        expect(answer.total).toEqual(total);
        expect(answer.misses.map(({ item }) => item.itemId)).toEqual(missed);
        for (const { start, end, ...counts } of answer.intervals.filter(({ finished }) => finished > 0)) {
          const { missed: _, ...expected } = naive({ from: start, to: end });
          expect(counts).toMatchObject(expected);
        }
      }),
    );
  });

  test('queues now hold what a walk through the log leaves in them', () => {
    fc.assert(
      fc.property(cases, ({ history: { rows, queues } }) => {
        const now = (rows.at(-1)?.occurredAt ?? startsAt) + DAY;
        const located = replay(rows, queues).items.filter(
          (item): item is ReplayedItem & { queueId: number } => item.queueId !== null,
        );
        const answer = queuesNow(queues, located, now);
        const naive = naiveItems(rows, queues);
        for (const { queue, items } of answer.queues) {
          const ids = items.map(({ item }) => item.itemId).sort();
          expect(ids).toEqual(naive.filter((item) => item.queueId === queue.id).map((item) => item.itemId));
        }
        const inProgress = naive.filter(
          (item) => item.committedAt !== null && item.finishedAt === null && item.droppedAt === null,
        );
        expect(answer.workInProgress).toBe(inProgress.length);
      }),
    );
  });

  test('a journey never loses time: its steps and its totals last as long as its visits', () => {
    fc.assert(
      fc.property(cases, ({ history: { rows, queues } }) => {
        const now = (rows.at(-1)?.occurredAt ?? startsAt) + DAY;
        for (const { itemId, visits } of replay(rows, queues).items) {
          expect(visits).toEqual(naiveVisits(rows, itemId));
          const { steps, totals } = journey(visits, queues, now);
          const lasted = visits.reduce((total, visit) => total + (visit.leftAt ?? now) - visit.enteredAt, 0);
          expect(steps.reduce((total, step) => total + step.durationUs, 0)).toBe(lasted);
          expect(totals.reduce((total, row) => total + row.durationUs, 0)).toBe(lasted);
        }
      }),
    );
  });
});

test('percentiles equal their definitions for any sample, by both methods', () => {
  const samples = fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 60 });
  const wanted = fc.integer({ min: 1, max: 1000 }).map((n) => n / 10);
  const methods = fc.constantFrom<PercentileMethod>('nearest-rank', 'linear');
  fc.assert(
    fc.property(samples, wanted, methods, (sample, p, method) => {
      const [answer] = percentiles(sample, [p], method);
      const naive = naivePercentile(sample, p, method);
      if (naive === null) expect(answer?.value).toBeNull();
      else expect(answer?.value).toBeCloseTo(naive, 6);
      expect(answer?.sampleSize).toBe(sample.length);
    }),
  );
});

function attributesOf(history: History, { itemId }: { itemId: number }) {
  const attributes = history.items.find((item) => item.itemId === itemId);
  if (!attributes) throw new Error(`no attributes for item ${itemId}`);
  return attributes;
}
