import type { z } from '@hono/zod-openapi';
import type { Hono } from 'hono';
import type { Problem } from './contract/problem.ts';
import type * as auditLog from './routes/audit-log/contract.ts';
import type * as cumulativeFlow from './routes/cumulative-flow/contract.ts';
import type * as leadTime from './routes/lead-time/contract.ts';
import type * as queues from './routes/queues/contract.ts';
import type * as sla from './routes/sla/contract.ts';
import type * as throughput from './routes/throughput/contract.ts';
import type * as valueStreams from './routes/value-streams/contract.ts';
import type * as workItems from './routes/work-items/contract.ts';

// Made from the contracts alone: who imports it gets neither the server's code nor its types.

interface Contract {
  query: z.ZodType;
  answer: z.ZodType;
}

// A type, not an interface: hono's Schema asks for an index signature, which interfaces have not.
type Endpoint<Input, Output> = {
  $get:
    | { input: Input; output: Output; outputFormat: 'json'; status: 200 }
    | { input: Input; output: Problem; outputFormat: 'json'; status: 400 | 401 | 404 | 500 | 503 };
};

type Get<Of extends Contract, Param = unknown> = Endpoint<
  { query: z.input<Of['query']> } & Param,
  z.output<Of['answer']>
>;

/** For `hc<AppType>(apiUrl)` of hono/client: `client.v1['lead-time'].$get({ query: { stream: 'main' } })`. */
export type AppType = Hono<
  Record<never, never>,
  {
    '/v1/value-streams': Get<typeof valueStreams>;
    '/v1/queues': Get<typeof queues>;
    '/v1/lead-time': Get<typeof leadTime>;
    '/v1/cumulative-flow': Get<typeof cumulativeFlow>;
    '/v1/throughput': Get<typeof throughput>;
    '/v1/sla': Get<typeof sla>;
    '/v1/work-items/:reference': Get<typeof workItems, { param: z.input<typeof workItems.params> }>;
    '/v1/audit-log': Get<typeof auditLog>;
  },
  '/'
>;
