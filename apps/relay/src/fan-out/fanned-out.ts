import type { PublishableDelivery } from '@kanban/ledger';
import type { Rest } from './take-part.ts';

export interface FannedOut {
  /** Events that are done: fanned out, without a recipient, or refused. */
  readonly events: number;
  readonly refused: number;
  /** Written, committed and leased to this relay for publishing. */
  readonly deliveries: readonly PublishableDelivery[];
  /** Events of which a delivery was superseded by a later one. */
  readonly settledEvents: readonly number[];
  /** More events wait. */
  readonly isFull: boolean;
  /** Not all claimed events fitted into the transaction. */
  readonly isCut: boolean;
  /** The rest of the event whose list did not fit. */
  readonly rest: Rest | undefined;
}

export const nothing: FannedOut = {
  events: 0,
  refused: 0,
  deliveries: [],
  settledEvents: [],
  isFull: false,
  isCut: false,
  rest: undefined,
};

/** What transactions of one event each did. Where a list was cut, there is more to do at once. */
export function together(results: readonly FannedOut[]): FannedOut {
  return {
    events: results.reduce((sum, { events }) => sum + events, 0),
    refused: results.reduce((sum, { refused }) => sum + refused, 0),
    deliveries: results.flatMap(({ deliveries }) => deliveries),
    settledEvents: results.flatMap(({ settledEvents }) => settledEvents),
    isFull: results.some(({ isCut }) => isCut),
    isCut: false,
    rest: undefined,
  };
}
