import type { AnswerTo, StabilityAnswer } from '@kanban/api';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 20);

const about = {
  valueStream: 'main',
  timeZone: 'UTC',
  from: iso(0),
  lastAuditId: 7,
  asOf: '2026-03-30T09:00:00.000000Z',
  isSettled: false,
  at: iso(100),
  parameters: {},
};

function iso(day: number): string {
  return new Date(START + day * DAY).toISOString().replace('Z', '000Z');
}

/** All checks hold; averages for as many days as asked for. */
export function stabilityOf(count: number): StabilityAnswer {
  const names = ['ratesEqual', 'allFinish', 'wipSame', 'ageSteady', 'sameUnits'] as const;
  return {
    ...about,
    to: iso(Math.max(1, count)),
    groups: [],
    comparison: null,
    definitions: { window: '', checks: '', coherence: '', boundaryShare: '', clock: '', version: 1 },
    window: {
      ...{ itemMs: count * DAY, averageWip: 3, items: count, ratePerDay: 0.5, averageMs: 6 * DAY },
      ...{ arrivals: count, departures: count, wipStart: 3, wipEnd: 3, averageAgeStartMs: DAY },
      ...{ averageAgeEndMs: DAY, meanCycleTimeMs: 5 * DAY, boundaryShare: 0.2, reasons: {} },
    },
    checks: names.map((check) => ({ check, value: 0, threshold: 0.1, holds: true, says: '' })),
    series: Array.from({ length: count }, (_, n) => ({
      at: iso(n + 1),
      averageWip: 3,
      ratePerDay: 0.5,
      averageMs: (6 + (n % 3)) * DAY,
      meanCompletedMs: n === 0 ? null : 5 * DAY,
      isCoherent: n < 28 ? null : true,
    })),
    coherentShare: null,
    epsilon: 0.05,
  };
}

/** As many checks as asked for, the first of which finds nothing. */
export function dataQualityOf(count: number): AnswerTo<'/v1/data-quality'> {
  return {
    ...about,
    to: iso(1),
    definitions: { version: 1, population: '', share: '' },
    population: 100,
    checks: Array.from({ length: count }, (_, n) => ({
      check: `movedBack${n}`,
      severity: n % 2 === 0 ? ('warning' as const) : ('info' as const),
      items: n === 0 && count > 1 ? 0 : n + 1,
      findings: n + 1,
      share: (n + 1) / 100,
      distorts: 'age',
    })),
  };
}
