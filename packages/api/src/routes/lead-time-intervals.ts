import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope } from '../contract/at.ts';
import { compareQuery, comparisonOf } from '../contract/comparison.ts';
import { interval, rangeEnvelope } from '../contract/envelope.ts';
import { reasons } from '../contract/figures.ts';
import { groupsOf } from '../contract/filters.ts';
import { inclusiveDays, leadTimeSummary, timed, timing } from '../contract/lead-time.ts';
import { percentileList } from '../contract/percentiles.ts';
import { intervalQuery, parameters } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, durationMs, share, version } from '../contract/values.ts';

const method = z.enum(['nearest-rank', 'linear']);

const query = parameters({
  ...timing,
  interval: intervalQuery.interval,
  ...compareQuery,
  percentiles: percentileList,
  percentileMethod: method.default('nearest-rank'),
});

const figures = {
  total: z
    .object(leadTimeSummary)
    .openapi({ description: 'of all items of the range, as /v1/lead-time has it' }),
  intervals: z.array(
    z.object({
      ...interval,
      sampleSize: count,
      meanMs: durationMs.nullable(),
      percentiles: z.array(
        z.object({
          percentile: z.number(),
          leadTimeMs: durationMs.nullable(),
          leadTimeDays: inclusiveDays.nullable(),
          shareAtOrUnder: share.nullable(),
          sampleSize: count,
          isMaximum: z
            .boolean()
            .nullable()
            .openapi({ description: 'true: the sample says no more than its worst; null without a sample' }),
        }),
      ),
      reasons,
    }),
  ),
};

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions: z.object({
      version,
      ...timed,
      percentileMethod: method,
      interval: z.enum(['hour', 'day', 'week', 'month']),
    }),
    ...figures,
    groups: groupsOf(figures),
    comparison: comparisonOf(leadTimeSummary),
  })
  .openapi('LeadTimeIntervals');

export const leadTimeIntervalsRoute = createRoute({
  method: 'get',
  path: '/v1/lead-time/intervals',
  operationId: 'leadTimeIntervals',
  tags: ['Metrics'],
  summary: 'Does an item take longer than it did?',
  request: { query },
  responses: responsesOf(
    answer,
    'Percentiles of the items finished in each interval of the range, those without a finished item included. The CSV has a row per ' +
      'interval, with a column per percentile.',
  ),
});
