import { z } from '@hono/zod-openapi';
import { count, durationMs, share } from './values.ts';

/** Which clock durations are read on. */
export const clockQuery = {
  clock: z.enum(['elapsed', 'working']).default('elapsed').openapi({
    description:
      'elapsed = all time; working = only the working hours of the stream count, in every duration',
  }),
};

/** Where an age begins, which pages call cycle time and lead time. */
export const measureQuery = {
  measure: z.enum(['cycle', 'lead']).default('cycle').openapi({
    description: 'cycle = from when the item was committed to, lead = from when it entered',
  }),
};

/** Why figures of an object are null, by the name of the field. */
export const reasons = z
  .record(
    z.string(),
    z.enum([
      'noItems',
      'tooFewItems',
      'noWorkingTime',
      'tooLittleHistory',
      'nothingFinished',
      'notInProgress',
      'noDeadline',
      'noObjective',
      'modelDoesNotFit',
      'beyondHistory',
    ]),
  )
  .openapi({ description: 'why a field is null, by its name' });

/** A whole number within bounds, as a text of the query. */
export function wholeNumber(least: number, most: number, fallback: number, description: string) {
  const allowed = `a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,6}$/, allowed)
    .refine((given) => Number(given) >= least && Number(given) <= most, { error: allowed })
    .default(String(fallback))
    .openapi({ description });
}

/** A percentile of ages, with what it is worth. */
export const agePercentile = z.object({
  percentile: z.number(),
  ageMs: durationMs.nullable(),
  shareAtOrUnder: share.nullable(),
  sampleSize: count,
  isMaximum: z
    .boolean()
    .nullable()
    .openapi({ description: 'true: the sample says no more than its worst; null without a sample' }),
});
