import type { ClaimedDelivery } from '@kanban/ledger';
import { digestOf, type Message, messageOf } from '@kanban/notifications/messages';
import type { Config } from '../config.ts';
import { unsubscribeUrl } from './unsubscribe-url.ts';

/**
 * What a delivery says, whatever its channel: its event, or those of the digest it carries, and how to hear no more of them.
 * The id is the Message-ID without brackets and host, and as unique.
 */
export function messageFor(delivery: ClaimedDelivery, config: Config): Message {
  const { messageId, members } = delivery;
  const id = messageId.slice(1, messageId.lastIndexOf('@'));
  const url = unsubscribeUrl(delivery, config);
  const { dashboardUrl } = config;
  const options = { dashboardUrl, footer: url === undefined ? [] : [{ label: 'Unsubscribe', url }] };
  if (members.length === 0) return messageOf(id, [delivery], options);
  const { events, introduction } = digestOf([delivery, ...members]);
  return messageOf(id, events, { ...options, introduction });
}
