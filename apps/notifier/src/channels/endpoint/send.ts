import type { ClaimedDelivery } from '@kanban/ledger';
import type { EndpointChannel } from '@kanban/notifications';
import { BadEndpoint, type Endpoint, type Poster, requestOf } from '@kanban/notifications/endpoints';
import { failPoint } from '@kanban/service';
import type { Config } from '../../config.ts';
import { messageFor } from '../message-for.ts';
import type { Outcome } from '../outcome.ts';
import { outcomeOf } from './outcome.ts';
import type { Silence } from './silence.ts';

/** What posting needs, the same for all channels. */
export interface Tools {
  readonly poster: Poster;
  readonly find: (channel: EndpointChannel, name: string) => Promise<Endpoint | undefined>;
  readonly silence: Silence;
}

/**
 * Posts one claimed delivery to the endpoint that its recipient names. Never throws for errors of servers.
 * `mayHandOver` is asked once, before the last byte of the body; `signal` cancels.
 */
export async function sendToEndpoint(
  { poster, find, silence }: Tools,
  channel: EndpointChannel,
  delivery: ClaimedDelivery,
  config: Config,
  mayHandOver: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<Outcome> {
  const { recipient: name } = delivery;
  const leftMs = silence.leftMs(name);
  if (leftMs > 0) {
    const error = 'It has not answered several times in a row; left alone for some seconds';
    return { kind: 'failed', error, mayHaveArrived: false, retryAfterMs: leftMs };
  }
  let endpoint: Endpoint | undefined;
  try {
    endpoint = await find(channel, name);
  } catch (error) {
    // The database is away or the login lacks a right; the message is not the cause.
    const reason = `The endpoint could not be looked up: ${(error as Error).message}`;
    return { kind: 'failed', error: reason, mayHaveArrived: false };
  }
  // A kill leaves `sending` and no request: the next notifier sends the first copy.
  failPoint('endpoint found');
  if (!endpoint) {
    const error = `There is no active endpoint ${name} for ${channel}; see kanban endpoints list`;
    return { kind: 'refused', error, mayHaveArrived: false };
  }
  try {
    const request = requestOf(endpoint, messageFor(delivery, config));
    const posted = await poster.post(request, {
      async mayHandOver() {
        // A kill leaves a body without its end, which no receiver can read as a message: it is sent again as the first
        // copy.
        failPoint('endpoint body written');
        const isAllowed = await mayHandOver();
        // A kill leaves the note and a body without its end: the next copy is the first one, but is marked.
        failPoint('endpoint hand-over noted');
        return isAllowed;
      },
      // A kill leaves a message that the receiver has, without its answer: the second copy is marked and has the same
      // id.
      handedOver: () => failPoint('endpoint handed over'),
      signal,
    });
    // A kill leaves `sending`; after a hand-over the next copy is marked, even if the receiver refused the message.
    failPoint('endpoint answered');
    silence.note(name, posted.kind === 'failed' && posted.isSilent);
    return outcomeOf(posted);
  } catch (error) {
    if (error instanceof BadEndpoint) return { kind: 'refused', error: error.message, mayHaveArrived: false };
    throw error;
  }
}
