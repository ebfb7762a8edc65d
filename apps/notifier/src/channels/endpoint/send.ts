import type { EndpointChannel } from '@kanban/notifications';
import { BadEndpoint, type Endpoint, type Poster, requestOf } from '@kanban/notifications/endpoints';
import type { Config } from '../../config.ts';
import type { ClaimedDelivery } from '../../ledger/claim.ts';
import { messageFor } from '../message-for.ts';
import type { Outcome } from '../outcome.ts';
import { outcomeOf } from './outcome.ts';

export type FindEndpoint = (channel: EndpointChannel, name: string) => Promise<Endpoint | undefined>;

/**
 * Posts one claimed delivery to the endpoint that its recipient names. Never throws for what servers do. `mayHandOver` is asked
 * once, before the last byte of the body; `signal` gives up. A kill before the question leaves nothing at the receiver, who
 * has not got the whole body; one after it a delivery with handed_over_at, whose next copy is marked and has the same id.
 */
export async function sendToEndpoint(
  poster: Poster,
  find: FindEndpoint,
  channel: EndpointChannel,
  delivery: ClaimedDelivery,
  config: Config,
  mayHandOver: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<Outcome> {
  let endpoint: Endpoint | undefined;
  try {
    endpoint = await find(channel, delivery.recipient);
  } catch (error) {
    // The database is away, or the login lacks a right: neither is the message's fault.
    const reason = `The endpoint could not be looked up: ${(error as Error).message}`;
    return { kind: 'failed', error: reason, mayHaveArrived: false };
  }
  if (!endpoint) {
    const error = `There is no active endpoint ${delivery.recipient} for ${channel}; see kanban endpoints list`;
    return { kind: 'refused', error, mayHaveArrived: false };
  }
  try {
    const request = requestOf(endpoint, messageFor(delivery, config));
    return outcomeOf(await poster.post(request, { mayHandOver, signal }));
  } catch (error) {
    if (error instanceof BadEndpoint) return { kind: 'refused', error: error.message, mayHaveArrived: false };
    throw error;
  }
}
