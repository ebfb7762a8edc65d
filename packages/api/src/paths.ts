import type { z } from '@hono/zod-openapi';
import type * as contracts from './contracts.ts';

// Types made from the contracts alone: who imports them gets neither zod nor the code of the service.

type Contracts = typeof contracts;

interface Contract {
  path: `/v1/${string}`;
  request: { query: z.ZodType; params?: z.ZodType };
  responses: { 200: { content: { 'application/json': { schema: z.ZodType } } } };
}

/** The contract of each path that answers with what is on a board. */
type Paths = {
  [Name in keyof Contracts as Contracts[Name] extends Contract
    ? Contracts[Name]['path']
    : never]: Contracts[Name] extends Contract ? Contracts[Name] : never;
};

/** `/v1/throughput`; a parameter of the path is in braces, as in OpenAPI. */
export type Path = keyof Paths;

/** What may be asked: parameters of the query, as texts. */
export type QueryOf<Of extends Path> = z.input<Paths[Of]['request']['query']>;

/** Parameters of the path itself; none for most. */
export type ParamsOf<Of extends Path> = Paths[Of]['request'] extends {
  params: infer Params extends z.ZodType;
}
  ? z.input<Params>
  : Record<never, never>;

/** The JSON that comes back. Instants are ISO texts in UTC with microseconds, durations milliseconds, shares 0 to 1. */
export type AnswerTo<Of extends Path> = z.output<
  Paths[Of]['responses'][200]['content']['application/json']['schema']
>;
