import type { ClaimedDelivery } from '@kanban/ledger';
import { type Channel, endpointChannels } from '@kanban/notifications';
import { createPoster } from '@kanban/notifications/endpoints';
import type { Pool } from 'mysql2/promise';
import type { Config } from '../config.ts';
import { createReportMaker } from './email/report/report-mail.ts';
import { sendEmail } from './email/send.ts';
import { createTransport } from './email/transport.ts';
import { findEndpoint } from './endpoint/find-endpoint.ts';
import { sendToEndpoint, type Tools } from './endpoint/send.ts';
import { createSilence } from './endpoint/silence.ts';
import type { Outcome } from './outcome.ts';

export type Send = (delivery: ClaimedDelivery, mayHandOver: () => Promise<boolean>) => Promise<Outcome>;

export interface Sender {
  /** By the channel of the delivery. */
  readonly send: Send;
  /** Closes the connections. */
  close(): void;
}

/** The senders of this notifier: one for each channel in CHANNELS. `givingUp` cancels running attempts. */
export function createSender(config: Config, pool: Pool, givingUp: AbortSignal): Sender {
  const transport = config.channels.includes('email') ? createTransport(config) : undefined;
  const poster = createPoster({
    connections: config.endpointConnections,
    deadlineMs: config.endpointTimeoutMs,
    allowPrivate: config.allowPrivateEndpoints,
  });
  const tools: Tools = {
    poster,
    find: (channel, name) => findEndpoint(pool, channel, name, config.databaseDeadlineMs),
    silence: createSilence(),
  };

  const ways = new Map<Channel, Send>();
  if (transport) {
    const makeReport = createReportMaker(config, givingUp);
    ways.set('email', (delivery, mayHandOver) =>
      sendEmail(transport, delivery, config, mayHandOver, givingUp, makeReport),
    );
  }
  for (const channel of endpointChannels.filter((each) => config.channels.includes(each))) {
    ways.set(channel, (delivery, mayHandOver) =>
      sendToEndpoint(tools, channel, delivery, config, mayHandOver, givingUp),
    );
  }

  return {
    async send(delivery, mayHandOver) {
      const way = ways.get(delivery.channel);
      if (way) return way(delivery, mayHandOver);
      // A job in the queue of another channel, which no relay writes: the right queue gets the next round.
      return { kind: 'failed', error: `Not a notifier for ${delivery.channel}`, mayHaveArrived: false };
    },
    close() {
      transport?.close();
      poster.close();
    },
  };
}
