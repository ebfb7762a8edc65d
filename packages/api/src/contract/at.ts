import { z } from '@hono/zod-openapi';
import { text } from './query.ts';
import { instant } from './values.ts';

const LONGEST_INSTANT = 40;

/** The parameter `asOf` of every path that answers from history. */
export const asOfQuery = {
  asOf: text(LONGEST_INSTANT)
    .optional()
    .openapi({
      description:
        'An instant with Z or an offset: answers by what was known then, whatever has been recorded, changed or deleted since. ' +
        'The same request with the same asOf gets the same bytes once isSettled is true. It is also the default of at, and the ' +
        'present of from and to. The first is the instant since when the settings of the stream are kept.',
      example: '2026-03-30T09:00:00Z',
    }),
};

/** The parameters of every path that looks at a moment. */
export const atQuery = {
  at: text(LONGEST_INSTANT)
    .optional()
    .openapi({
      description:
        'The instant looked at, with Z or an offset: how it was then, by what is known today. Default: the last whole ' +
        "minute of the database's clock or, if that is later, the instant after the last move of the stream.",
      example: '2026-03-29T09:00:00Z',
    }),
  ...asOfQuery,
};

/** What an answer says of its own question. */
export const atEnvelope = {
  at: instant.openapi({ description: 'The instant looked at.' }),
  parameters: z.record(z.string(), z.string().nullable()).openapi({
    description:
      'Every parameter as it was taken, defaults filled in; null: left out, and nothing takes its place.',
  }),
};
