import type { BlockedAnswer, FlowAnswer, ProcessBehaviourAnswer, TimeInQueueAnswer } from '@kanban/api';

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
  groups: [],
  comparison: null,
};

function iso(day: number): string {
  return new Date(START + day * DAY).toISOString().replace('Z', '000Z');
}

function rangeOf(count: number) {
  return { ...about, to: iso(Math.max(1, count)) };
}

function flowOf(count: number): FlowAnswer {
  const row = (n: number) => ({
    arrivals: 2,
    departures: { finished: 1, dropped: 0 },
    netFlow: 1,
    throughput: 1,
    wip: n,
    averageWip: n / 2,
    maxWip: n,
    totalAgeMs: n * DAY,
    averageAgeMs: n === 0 ? null : DAY,
    approximateCycleTimeMs: DAY,
    meanCycleTimeMs: DAY,
    flowDebtMs: 0,
    reasons: {},
  });
  return {
    ...rangeOf(count),
    definitions: { spell: '', wip: '', age: '', flowDebt: '', clock: '', version: 1 },
    intervals: Array.from({ length: count }, (_, n) => ({
      start: iso(n),
      end: iso(n + 1),
      label: iso(n).slice(0, 10),
      isComplete: true,
      ...row(n + 1),
    })),
    total: count === 0 ? null : row(count),
    histogram: Array.from({ length: count }, (_, throughput) => ({
      throughput,
      intervals: 1 + (throughput % 3),
    })),
  };
}

/** The given number of unusual reasons. */
function blockedOf(count: number): BlockedAnswer {
  const each = { blocks: 1, blockedMs: DAY, share: count === 0 ? null : 1 / count };
  return {
    ...rangeOf(count),
    definitions: { blocked: '', population: '', clock: '', cluster: '', finishedItems: '', version: 1 },
    total: {
      ...{
        blocks: count,
        items: count,
        blockedMs: count * DAY,
        outsideMs: 0,
        shareOfWip: null,
        averageBlocked: null,
      },
      ...{ ended: count, meanMs: DAY, percentiles: [], open: 0, openPercentiles: [], reasons: {} },
    },
    reasons: [],
    queues: Array.from({ length: Math.min(3, count) }, (_, n) => ({ ...each, queue: `toString ${n}` })),
    matrix: Array.from({ length: count }, (_, n) => ({
      queue: `toString ${n % 3}`,
      key: n === 0 ? 'constructor' : `__proto__ ${n}`,
      blockedMs: (n + 1) * DAY,
    })),
    clusters: Array.from({ length: count }, (_, n) => ({
      ...each,
      key: n === 0 ? 'constructor' : `__proto__ ${n}`,
      reasons: [],
      cumulativeShare: (n + 1) / count,
    })),
    finishedItems: { items: count, neverBlocked: 0, blockedMs: 0, shareOfCycleTime: null },
  };
}

/** The last row has no queue. */
export function timeInQueueOf(count: number): TimeInQueueAnswer {
  return {
    ...rangeOf(count),
    definitions: {
      population: '',
      clock: '',
      time: '',
      efficiency: '',
      bottleneck: '',
      window: '',
      version: 1,
    },
    queues: Array.from({ length: count }, (_, n) => ({
      ...{
        queue: n === count - 1 && n > 0 ? null : `toString ${n}`,
        kind: n % 2 === 0 ? 'active' : 'buffer',
      },
      ...{
        visits: n + 1,
        items: n + 1,
        returns: 0,
        totalMs: (n + 1) * DAY,
        meanMs: null,
        percentiles: [5, 25, 50, 75, 85, 95].map((percentile) => ({
          percentile,
          totalMs: percentile * (n + 1) * 60_000,
          shareAtOrUnder: percentile / 100,
          sampleSize: n + 1,
          isMaximum: false,
        })),
        share: 1 / count,
      },
      ...{ blockedMs: 0, averageItems: null, arrivals: null, departures: null, growth: null, heldMs: null },
      ...{
        heldShare: null,
        waitShare: null,
        isGrowing: null,
        wipLevels: null,
        wipLevel85: null,
        reasons: {},
      },
    })),
    bottleneck: count > 1 ? 'toString 0' : null,
    efficiency: {
      ...{ pooled: count === 0 ? null : 0.4, median: null, percentiles: [], activeMs: 0, waitingMs: 0 },
      ...{ blockedMs: 0, totalMs: 0, items: count },
    },
    reasons: {},
  };
}

function processBehaviourOf(count: number): ProcessBehaviourAnswer {
  return {
    ...rangeOf(count),
    definitions: { limits: '', rules: '', points: '', clock: '', version: 1 },
    families: [
      {
        family: 'cycleTime',
        unit: 'ms',
        limits:
          count === 0
            ? null
            : {
                ...{ average: 3 * DAY, upper: 6 * DAY, lower: 0, isLowerDrawn: count > 1, sigma: DAY },
                ...{ meanMovingRange: DAY, baselinePoints: count, isProvisional: count < 17 },
              },
        points: Array.from({ length: count }, (_, n) => ({
          at: iso(n),
          label: null,
          reference: `KF-${n}`,
          value: (n % 8) * DAY,
          isBaseline: true,
          signals: n % 8 === 7 ? ['beyondLimit' as const] : [],
        })),
        signals: [],
        reasons: {},
      },
    ],
  };
}

export const flowSamples = {
  flow: flowOf,
  blocked: blockedOf,
  timeInQueue: timeInQueueOf,
  processBehaviour: processBehaviourOf,
};
