import { z } from '@hono/zod-openapi';
import { isDate } from '@kanban/domain';
import { atQuery } from './at.ts';
import { filterQuery, itemsQuery } from './filters.ts';
import { percentileList } from './percentiles.ts';
import { name, rangeQuery, text } from './query.ts';
import { count, share } from './values.ts';

export const date = (description: string, example = '2026-12-01') =>
  z.string().refine(isDate, 'a date such as 2026-12-01').openapi({ description, example, format: 'date' });

/** Which table of a forecast a CSV holds. */
export const forecastRows = z
  .enum(['percentiles', 'distribution'])
  .default('percentiles')
  .openapi({ description: 'csv only: which rows to write' });

const MOST_SPANS = 100;
const LONGEST_EXCLUDE = 2_500;

/** `2026-12-24..2027-01-02,2027-04-05` */
const exclude = text(LONGEST_EXCLUDE)
  .refine((list) => {
    const spans = list.split(',').map((span) => span.split('..'));
    return (
      spans.length <= MOST_SPANS &&
      spans.every(
        ([from = '', to = from, ...more]) => more.length === 0 && isDate(from) && isDate(to) && from <= to,
      )
    );
  }, `up to ${MOST_SPANS} dates or ranges of dates, separated by commas: 2026-12-24..2027-01-02,2027-04-05`)
  .optional()
  .openapi({
    description: 'Local dates that are not in the history; those to come finish nothing.',
    example: '2026-12-24..2027-01-02',
  });

const GUESS = '[1-9]\\d{0,4}(\\.\\.[1-9]\\d{0,4})?';

/** `20`, or `20..25` for any whole number from 20 to 25, each as likely. */
export const items = text(64)
  .regex(
    new RegExp(`^${GUESS}(,${GUESS})*$`),
    'a number of items such as 20, or a range such as 20..25, from 1 to 99999',
  )
  .refine(
    (list) => list.split(',').every((each) => !each.includes('..') || isInOrder(each)),
    'a range from the smaller to the greater number',
  );

function isInOrder(range: string): boolean {
  const [low, high] = range.split('..').map(Number) as [number, number];
  return low <= high;
}

/** What both forecasts and their backtest take: how days are drawn. */
export const drawQuery = {
  ...rangeQuery,
  ...atQuery,
  ...itemsQuery,
  days: z
    .enum(['split', 'all', 'working'])
    .default('split')
    .openapi({
      description:
        'split = working days and others are drawn apart, by the calendar of the stream, without one Monday to Friday and ' +
        'the weekend; all = from one pool; working = other days are neither drawn nor counted',
    }),
  exclude,
  percentiles: percentileList,
};

export const forecastQuery = {
  ...drawQuery,
  splitBy: filterQuery.splitBy,
  startDate: date(
    'The first day of the forecast; default: tomorrow, as today is neither history nor future.',
  ).optional(),
  remainingOf: name(
    'The reference of a parent: items = its unfinished leaves in the stream, at any depth, that fit the filters. Instead of items.',
    'EPIC-7',
  ).optional(),
  include: z
    .enum(['calibration'])
    .optional()
    .openapi({ description: 'calibration = how often such forecasts came true in the two years before' }),
};

export const reason = z
  .enum(['tooLittleHistory', 'nothingFinished'])
  .nullable()
  .openapi({
    description:
      'why nothing is forecast: tooLittleHistory = under 14 days, or under 5 days on which anything was finished; ' +
      'nothingFinished = the days to come are like days on which nothing was',
  });

const pool = z.object({
  pool: z.enum(['all', 'working', 'other']),
  days: count,
  counts: z
    .array(z.object({ items: count, days: count }))
    .openapi({ description: 'days by what was finished on them' }),
});

export const history = z
  .object({
    days: count,
    activeDays: count.openapi({ description: 'days on which anything was finished' }),
    items: count,
    perDay: z.number().nullable(),
    pools: z.array(pool),
  })
  .openapi({ description: 'the days that a future day is drawn from' });

export const isThin = z
  .boolean()
  .openapi({ description: 'fewer than 30 items were finished in the history' });

export const calibration = z
  .object({
    percentile: z.number(),
    hits: count,
    origins: count.openapi({ description: 'days on which the question was asked with only what lay before' }),
    hitShare: share.nullable(),
    hitInterval: z.array(share).length(2).nullable().openapi({ description: 'Wilson, 95 %' }),
    promisedShare: share.nullable().openapi({
      description:
        "the mean of the model's own probabilities of its answers: at least the percentile, as they are whole",
    }),
    verdict: z.enum(['holds', 'overconfident', 'cautious', 'tooFewOrigins']).openapi({
      description: 'holds = promisedShare lies in hitInterval; overconfident = above it; cautious = below it',
    }),
  })
  .openapi('Calibration');

export const definitions = z.object({
  history: z.string(),
  model: z.string(),
  percentile: z.string(),
  version: z.int().openapi({ description: 'raised when a formula changes' }),
});
