import type { BacktestAnswer, HowManyAnswer, WhenAnswer } from '@kanban/api';

const DAY = 86_400_000;
const START = Date.UTC(2026, 5, 2);
const PERCENTILES = [50, 70, 85, 95];

const about = {
  valueStream: 'main',
  timeZone: 'Europe/Berlin',
  from: '2026-03-02T23:00:00.000000Z',
  to: '2026-05-31T22:00:00.000000Z',
  lastAuditId: 7,
  asOf: '2026-03-30T09:00:00.000000Z',
  isSettled: false,
  at: '2026-06-01T08:00:00.000000Z',
  parameters: {},
  groups: [],
  definitions: { history: '', model: '', percentile: '', version: 1 },
};

function dateOf(day: number): string {
  return new Date(START + day * DAY).toISOString().slice(0, 10);
}

function historyOf(count: number) {
  return { days: 90, activeDays: Math.min(count, 90), items: 2 * count, perDay: (2 * count) / 90, pools: [] };
}

function howManyOf(count: number): HowManyAnswer {
  const each = 1 / Math.max(1, count);
  return {
    ...about,
    history: historyOf(count),
    startDate: dateOf(0),
    date: dateOf(13),
    percentiles:
      count === 0
        ? []
        : PERCENTILES.map((percentile) => {
            const items = Math.floor(count * (1 - percentile / 100));
            return { percentile, items, probability: 1 - items * each };
          }),
    distribution: Array.from({ length: count }, (_, items) => ({
      items,
      probability: each,
      cumulative: (items + 1) * each,
    })),
    likelihood: null,
    isThin: count < 15,
    reason: count === 0 ? 'tooLittleHistory' : null,
    calibration: null,
    simulate:
      count === 0
        ? null
        : {
            trials: 1000,
            seed: 1,
            paths: Array.from({ length: Math.min(count, 14) }, (_, day) => ({
              date: dateOf(day),
              percentiles: PERCENTILES.map((percentile) => ({
                percentile,
                items: Math.floor(((day + 1) * (100 - percentile)) / 10),
              })),
            })),
          },
  };
}

function whenOf(count: number): WhenAnswer {
  const each = 1 / Math.max(1, count);
  const reason = count === 0 ? 'tooLittleHistory' : null;
  const isThin = count < 15;
  return {
    ...about,
    streams: [{ valueStream: 'main', items: '20..25', history: historyOf(count), isThin, reason }],
    startDate: dateOf(0),
    percentiles: [...PERCENTILES, 100].map((percentile) => {
      // Of the last one nothing is known.
      const days = percentile === 100 || count === 0 ? null : Math.ceil((count * percentile) / 100);
      return {
        percentile,
        days,
        date: days === null ? null : dateOf(days - 1),
        probability: days === null ? null : days * each,
      };
    }),
    distribution: Array.from({ length: count }, (_, day) => ({
      date: dateOf(day),
      days: day + 1,
      probability: each,
      cumulative: (day + 1) * each,
    })),
    likelihood: null,
    isBeyondHorizon: count > 0,
    isThin,
    reason,
    calibration: null,
  };
}

function backtestOf(count: number): BacktestAnswer {
  return {
    ...about,
    definitions: { ...about.definitions, origin: '', hit: '' },
    calibration: PERCENTILES.map((percentile) => ({
      percentile,
      hits: count - 1,
      origins: count,
      hitShare: null,
      hitInterval: null,
      promisedShare: null,
      verdict: 'tooFewOrigins',
    })),
    origins: Array.from({ length: count }, (_, n) => ({
      date: dateOf(14 * n - 700),
      promised: PERCENTILES.map((percentile, place) => ({
        percentile,
        value: 12 - 2 * place,
        probability: 0.9,
      })),
      happened: (n * 5) % 14,
    })),
    skipped: 0,
    unresolved: 0,
    areOverlapping: false,
  };
}

export const forecastSamples = {
  forecastHowMany: howManyOf,
  forecastWhen: whenOf,
  forecastBacktest: backtestOf,
};
