import { z } from '@hono/zod-openapi';
import { text } from './query.ts';

/** What is asked about one item has its reference in the path. */
export const itemParams = z.strictObject({
  reference: text(64).openapi({ param: { name: 'reference', in: 'path' }, example: '12345' }),
});
