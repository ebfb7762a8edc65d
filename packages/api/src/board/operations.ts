import type { z } from '@hono/zod-openapi';
import type * as contracts from './contracts.ts';

type Contracts = typeof contracts;

/** Method and path of each operation; a test compares them with the contracts, which a page does not load. */
export const operations = {
  session: ['GET', '/v1/session'],
  signIn: ['POST', '/v1/session'],
  signOut: ['DELETE', '/v1/session'],
  wall: ['GET', '/v1/wall'],
  item: ['GET', '/v1/items/{reference}'],
  create: ['POST', '/v1/items'],
  edit: ['PATCH', '/v1/items/{reference}'],
  delete: ['DELETE', '/v1/items/{reference}'],
  restore: ['POST', '/v1/items/{reference}/restore'],
  moves: ['GET', '/v1/items/{reference}/moves'],
  move: ['POST', '/v1/items/{reference}/moves'],
  block: ['PUT', '/v1/items/{reference}/block'],
  unblock: ['DELETE', '/v1/items/{reference}/block'],
  comment: ['POST', '/v1/items/{reference}/comments'],
  addChecklistItem: ['POST', '/v1/items/{reference}/checklist'],
  checkOff: ['PATCH', '/v1/items/{reference}/checklist/{id}'],
  attach: ['POST', '/v1/items/{reference}/attachments'],
  detach: ['DELETE', '/v1/items/{reference}/attachments/{id}'],
  link: ['PUT', '/v1/items/{reference}/dependencies/{dependsOn}'],
  unlink: ['DELETE', '/v1/items/{reference}/dependencies/{dependsOn}'],
  follow: ['PUT', '/v1/items/{reference}/follow'],
  unfollow: ['DELETE', '/v1/items/{reference}/follow'],
  bulk: ['POST', '/v1/bulk'],
} as const;

export type Operation = keyof typeof operations;

type ContractOf<Name extends Operation> = Contracts[`${Name}Route`];

type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : never;
type Part<Name extends Operation, Key extends string> =
  ContractOf<Name> extends { request: Record<Key, infer Schema> } ? Input<Schema> : Record<never, never>;

/** What an operation is given: parameters of its path and query, and its body. */
export type Given<Name extends Operation> = Part<Name, 'params'> &
  Part<Name, 'query'> &
  (ContractOf<Name> extends {
    request: { body: { content: { 'application/json': { schema: infer Schema } } } };
  }
    ? { body: Input<Schema> }
    : { body?: never });

/** The JSON that comes back. Instants are ISO texts in UTC with microseconds, durations milliseconds. */
export type BoardAnswer<Name extends Operation> =
  ContractOf<Name> extends {
    responses: { 200: { content: { 'application/json': { schema: infer Schema extends z.ZodType } } } };
  }
    ? z.output<Schema>
    : never;
