import { z } from '@hono/zod-openapi';
import { atQuery } from './at.ts';
import { clockQuery } from './figures.ts';
import { filterQuery } from './filters.ts';
import { name, rangeQuery } from './query.ts';
import { count, durationMs, share } from './values.ts';

/** Which items, and how they are timed. */
export const timing = {
  ...rangeQuery,
  ...atQuery,
  ...clockQuery,
  ...filterQuery,
  measure: z
    .enum(['lead', 'cycle'])
    .optional()
    .openapi({ description: 'lead = finished − entered (the default), cycle = finished − committed' }),
  startQueue: name('Start the clock the first time at or beyond this queue.', 'development').optional(),
  endQueue: name('Stop it where the last unbroken stay at or beyond this queue begins.', 'test').optional(),
  dayCount: z.enum(['exact', 'inclusive']).default('exact').openapi({
    description:
      'exact = elapsed time; inclusive = local calendar dates, first and last included: each counts as 24 hours in …Ms fields; not with clock=working',
  }),
};

export const inclusiveDays = z.int().optional().openapi({ description: 'only with dayCount=inclusive' });

/** What was timed, and how. */
export const timed = {
  measure: z.enum(['lead', 'cycle', 'queues']),
  startQueue: z.string().nullable(),
  endQueue: z.string().nullable(),
  clock: z.string().openapi({ description: 'what starts and stops the clock, in words' }),
  population: z.string(),
  dayCount: z.enum(['exact', 'inclusive']),
};

/** What a sample of finished items comes to. */
export const leadTimeSummary = {
  sampleSize: count,
  unmeasured: count.openapi({
    description: 'finished items in the range that the clock does not measure: they are not in the sample',
  }),
  meanMs: durationMs.nullable(),
  minMs: durationMs.nullable(),
  maxMs: durationMs.nullable(),
  percentiles: z.array(
    z.object({
      percentile: z.number(),
      leadTimeMs: durationMs.nullable(),
      leadTimeDays: z.number().nullable().optional().openapi({ description: 'only with dayCount=inclusive' }),
      shareAtOrUnder: share.nullable(),
      sampleSize: count,
    }),
  ),
};
