import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope, atQuery } from '../contract/at.ts';
import { rangeEnvelope } from '../contract/envelope.ts';
import { wholeNumber } from '../contract/figures.ts';
import { listQuery, nextPage } from '../contract/list.ts';
import { parameters, rangeQuery } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, instant, share } from '../contract/values.ts';

const before = 'default: the 90 complete local days before at.';

const asked = {
  ...rangeQuery,
  from: rangeQuery.from.openapi({ description: `Start, as in other answers; ${before}` }),
  to: rangeQuery.to.openapi({ description: `End, as in other answers; ${before}` }),
  ...atQuery,
  zeroSeconds: wholeNumber(1, 86_400, 60, 'A shorter visit to an active queue counts as no time.'),
  stalledDays: wholeNumber(
    1,
    3650,
    5,
    'Without a move or a change for so many days of 24 hours an item is stalled.',
  ),
};

const definitions = z.object({
  version: z.int().openapi({ description: 'raised when a formula changes' }),
  population: z.string(),
  share: z.string(),
});

const severity = z.enum(['info', 'warning']);

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions,
    population: count,
    checks: z.array(
      z.object({
        check: z.string(),
        severity,
        items: count.openapi({ description: 'items with a finding' }),
        findings: count,
        share: share.nullable(),
        distorts: z.string().openapi({ description: 'the figures to be careful with' }),
      }),
    ),
  })
  .openapi('DataQuality');

export const dataQualityRoute = createRoute({
  method: 'get',
  path: '/v1/data-quality',
  operationId: 'dataQuality',
  tags: ['Metrics'],
  summary: 'May I believe these charts?',
  request: { query: parameters(asked) },
  responses: responsesOf(
    answer,
    'Every check, those without a finding included. The CSV holds a row per check.',
  ),
});

const findings = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions,
    findings: z.array(
      z.object({
        check: z.string(),
        severity,
        reference: z.string().nullable().openapi({ description: 'null: it is about the stream' }),
        queue: z.string().nullable(),
        at: instant.nullable(),
        detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable()),
      }),
    ),
    nextPage,
  })
  .openapi('DataQualityFindings');

export const dataQualityFindingsRoute = createRoute({
  method: 'get',
  path: '/v1/data-quality/findings',
  operationId: 'dataQualityFindings',
  tags: ['Metrics'],
  summary: 'Which items make the charts doubtful?',
  request: {
    query: parameters({
      ...asked,
      check: z
        .string()
        .max(64)
        .optional()
        .openapi({ description: 'only findings of this check', example: 'movedBack' }),
      ...listQuery,
    }),
  },
  responses: responsesOf(findings, 'Findings by check, a page at once. The CSV holds all of them.'),
});
