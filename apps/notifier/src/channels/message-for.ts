import { type Message, messageOf } from '@kanban/notifications/messages';
import type { Config } from '../config.ts';
import type { ClaimedDelivery } from '../ledger/claim.ts';

/** What a delivery says, whatever its channel. The id is the Message-ID without brackets and host, and as unique. */
export function messageFor(delivery: ClaimedDelivery, { dashboardUrl }: Config): Message {
  const { messageId } = delivery;
  return messageOf(messageId.slice(1, messageId.lastIndexOf('@')), [delivery], { dashboardUrl });
}
