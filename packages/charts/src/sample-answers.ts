import type {
  CumulativeFlowAnswer,
  LeadTimeAnswer,
  QuestionName,
  QueueNow,
  QueuesAnswer,
  SlaAnswer,
  SlaBudgetAnswer,
  ThroughputAnswer,
} from '@kanban/api';
import { ageingOf } from './sample-ageing.ts';
import { flowSamples } from './sample-flow.ts';
import { forecastSamples } from './sample-forecasts.ts';
import { leadTimeIntervalsOf } from './sample-lead-time-intervals.ts';
import { dataQualityOf, stabilityOf } from './sample-stability.ts';

/** Answers in the API's shape for the tests of the charts, with as many days and items as asked for. */

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 20, 23);
const RANGE = {
  valueStream: 'main',
  timeZone: 'Europe/Berlin',
  lastAuditId: 7,
  asOf: '2026-03-30T09:00:00.000000Z',
  isSettled: false,
};

const QUEUES = [
  { name: 'backlog', position: 1, kind: 'backlog' },
  { name: 'ready [to pull]', position: 2, kind: 'buffer' },
  { name: "dev.elop'ment", position: 3, kind: 'active' },
  { name: 'production', position: 4, kind: 'delivered' },
] as const;

function iso(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}

function range(days: number) {
  const to = iso(START + Math.max(1, days) * DAY);
  return { ...RANGE, from: iso(START), to, at: to, parameters: {}, groups: [], comparison: null };
}

function days(count: number) {
  return Array.from({ length: count }, (_, n) => ({
    start: iso(START + n * DAY),
    end: iso(START + (n + 1) * DAY),
    label: iso(START + n * DAY + DAY / 2).slice(0, 10),
    isComplete: n < count - 1,
  }));
}

export function cumulativeFlowOf(count: number): CumulativeFlowAnswer {
  return {
    ...range(count),
    definitions: { version: 1, policy: 'occupancy', interval: 'day', point: '', balance: '' },
    queues: [...QUEUES],
    points: days(count).map(({ end, label, isComplete }, n) => {
      const atOrBeyond = [40 + 3 * n, 25 + 2 * n, 22 + 2 * n, 20 + n];
      const queues = QUEUES.map(({ name }, place) => {
        const line = atOrBeyond[place] as number;
        return { name, items: line - (atOrBeyond[place + 1] ?? 0), atOrBeyond: line };
      });
      return {
        at: end,
        label,
        isComplete,
        arrivals: 42 + 3 * n,
        finished: 20 + n,
        dropped: 2,
        corrections: 0,
        queues,
      };
    }),
  };
}

export function leadTimeOf(count: number): LeadTimeAnswer {
  const items = Array.from({ length: count }, (_, n) => {
    const leadTimeMs = (1 + ((n * 7) % 23)) * 0.6 * DAY;
    const finishedAt = iso(START + n * 0.4 * DAY);
    const enteredAt = iso(START + n * 0.4 * DAY - leadTimeMs);
    return {
      reference: `KF-${n}`,
      shortDesc: n % 3 === 0 ? null : `<b>Item</b> "${n}"`,
      type: 'story',
      classOfService: n % 4 === 0 ? 'expedite' : 'standard',
      enteredAt,
      committedAt: enteredAt,
      startedAt: enteredAt,
      endedAt: finishedAt,
      finishedAt,
      leadTimeMs,
    };
  });
  const durations = items.map((item) => item.leadTimeMs);
  const part = (rest: number) => durations.filter((_, n) => n % 3 === rest);
  return {
    ...range(count * 0.4),
    definitions: {
      version: 1,
      measure: 'lead',
      startQueue: null,
      endQueue: null,
      clock: '',
      population: '',
      dayCount: 'exact',
      percentileMethod: 'nearest-rank',
    },
    ...summaryOf(durations),
    groups: ['constructor', 'story', null].map((group, n) => ({ group, ...summaryOf(part(n)) })),
    scatter: { shows: 'items', items, cells: [] },
  };
}

function summaryOf(unsorted: readonly number[]) {
  const durations = unsorted.toSorted((a, b) => a - b);
  const count = durations.length;
  const longest = durations.at(-1) ?? null;
  return {
    sampleSize: count,
    unmeasured: 0,
    meanMs: longest,
    minMs: durations[0] ?? null,
    maxMs: longest,
    percentiles: [50, 70, 85, 95].map((percentile) => ({
      percentile,
      leadTimeMs: durations[Math.ceil((percentile / 100) * count) - 1] ?? null,
      shareAtOrUnder: count > 0 ? percentile / 100 : null,
      sampleSize: count,
    })),
    distribution:
      longest === null
        ? []
        : Array.from({ length: Math.floor(longest / DAY) + 1 }, (_, n) => ({
            fromMs: n * DAY,
            toMs: (n + 1) * DAY,
            count: durations.filter((ms) => Math.floor(ms / DAY) === n).length,
          })),
  };
}

/** As many items, counted in cells of a day by a day. */
export function countedLeadTimeOf(count: number): LeadTimeAnswer {
  const answer = leadTimeOf(count);
  const cells = (answer.scatter?.items ?? []).map(({ finishedAt, leadTimeMs }) => {
    const [column, row] = [Math.floor((Date.parse(finishedAt) - START) / DAY), Math.floor(leadTimeMs / DAY)];
    return {
      from: iso(START + column * DAY),
      to: iso(START + (column + 1) * DAY),
      fromMs: row * DAY,
      toMs: (row + 1) * DAY,
      count: 1 + (row % 5),
    };
  });
  return { ...answer, scatter: { shows: 'cells', items: [], cells } };
}

export function throughputOf(count: number): ThroughputAnswer {
  const intervals = days(count).map((day, n) => ({ ...day, finished: n % 4 }));
  return {
    ...range(count),
    answeredAtMs: START + (Math.max(1, count) - 0.5) * DAY,
    definitions: { version: 1, interval: 'day', population: '' },
    total: intervals.reduce((sum, { finished }) => sum + finished, 0),
    intervals,
  };
}

export function slaOf(count: number): SlaAnswer {
  const intervals = days(count).map((day, n) => {
    const [hits, misses, withoutSla] = [n % 3, n % 2, n % 5 === 0 ? 1 : 0] as [number, number, number];
    const judged = hits + misses;
    return {
      ...day,
      finished: judged + withoutSla,
      hits,
      misses,
      withoutSla,
      hitRate: judged ? hits / judged : null,
    };
  });
  const sum = (key: 'finished' | 'hits' | 'misses' | 'withoutSla') =>
    intervals.reduce((total, interval) => total + interval[key], 0);
  const [hits, misses] = [sum('hits'), sum('misses')];
  return {
    ...range(count),
    definitions: {
      version: 1,
      interval: 'day',
      population: '',
      deadline: '',
      hit: '',
      expected: '',
      missProbability: '',
      state: '',
      policies: [],
      calendar: { timeZone: 'UTC', workingHours: [], holidays: [] },
    },
    total: {
      finished: sum('finished'),
      hits,
      misses,
      withoutSla: sum('withoutSla'),
      hitRate: hits + misses > 0 ? hits / (hits + misses) : null,
    },
    intervals,
    open: { at: iso(START), late: 0, likelyLate: 0, atRisk: 0, onTrack: 0, noDeadline: 0 },
    worst: { misses: [], open: [] },
  };
}

/** Misses more and more of the budget, so that it is overspent from half of the range on. */
export function slaBudgetOf(count: number): SlaBudgetAnswer {
  const series = days(count).map((day, n) => ({
    ...day,
    decided: n % 3,
    misses: n % 3 === 2 ? 1 : 0,
    leftShare: n === 0 ? null : 1 - (2 * n) / count,
    burnRate: n % 3 === 0 ? null : n % 3 === 2 ? 10 : 0,
  }));
  return {
    ...range(count),
    at: iso(START + count * DAY),
    parameters: {},
    definitions: {
      ...{ version: 1, population: '', decided: '', budget: '', burnRate: '', alerts: '' },
      ...{ missProbability: '', forecast: '' },
    },
    objectives: [{ classOfService: null, type: null, objective: 0.95, windowDays: 30 }],
    ...{ objective: 0.95, windowDays: 30, decided: 40, hits: 37, misses: 3, hitRate: 0.925 },
    ...{ hitInterval: [0.801358, 0.974164], meetsTarget: 'unknown' },
    ...{ allowed: 2, left: -1, leftShare: count === 0 ? null : -0.5, missesLeft: -1 },
    series,
    alerts: [],
    ...{ openItems: 0, open: [], expectedMisses: 0, missDistribution: [1], probabilityExhausted: 1 },
    reasons: {},
  };
}

/** The first `count` of: a backlog without a limit, one with room, one that is full, one that is over its limit. */
export function queuesOf(count: number): QueuesAnswer {
  const limits = [-1, 5, 3, 2];
  const queues = Array.from({ length: count }, (_, n): QueueNow => {
    const wipLimit = limits[n % limits.length] as number;
    const currentWip = wipLimit < 0 ? 250 : 3;
    return {
      name: `queue ${n}`,
      position: n + 1,
      kind: n === 0 ? 'backlog' : 'active',
      wipLimit,
      currentWip,
      freeSlots: wipLimit < 0 ? null : Math.max(0, wipLimit - currentWip),
      isFull: wipLimit >= 0 && currentWip >= wipLimit,
      isOverloaded: wipLimit >= 0 && currentWip > wipLimit,
      isLimitEnforced: n % 2 === 0,
      oldest: { reference: `KF-${n}`, enteredQueueAt: iso(START) },
    };
  });
  return {
    valueStream: 'main',
    timeZone: 'Europe/Berlin',
    lastAuditId: 7,
    asOf: '2026-03-30T09:00:00.000000Z',
    isSettled: false,
    at: iso(START + DAY),
    workInProgress: 3 * count,
    queues,
  };
}

/** An answer of a size to each question that a chart draws. */
export const sampleAnswers: { readonly [Name in QuestionName]?: (size: number) => unknown } = {
  cumulativeFlow: cumulativeFlowOf,
  leadTime: leadTimeOf,
  leadTimeIntervals: leadTimeIntervalsOf,
  throughput: throughputOf,
  sla: slaOf,
  slaBudget: slaBudgetOf,
  queues: queuesOf,
  ageing: ageingOf,
  dataQuality: dataQualityOf,
  stability: stabilityOf,
  ...flowSamples,
  ...forecastSamples,
};
