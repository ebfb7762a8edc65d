import type { ClaimedDelivery } from '@kanban/ledger';
import { digestOf, type Message, messageOf } from '@kanban/notifications/messages';
import type { Config } from '../config.ts';
import { unsubscribeUrl } from './unsubscribe-url.ts';

/**
 * The message of a delivery for any channel: its event, or the events of its digest, why, and the unsubscribe link. The id
 * is the Message-ID without brackets and host, and is as unique.
 */
export function messageFor(delivery: ClaimedDelivery, config: Config): Message {
  const { messageId, members, isFollowed } = delivery;
  const id = messageId.slice(1, messageId.lastIndexOf('@'));
  const url = unsubscribeUrl(delivery, config);
  const { dashboardUrl } = config;
  const options = {
    dashboardUrl,
    ...(isFollowed && { why: 'You follow this item.' }),
    footer: url === undefined ? [] : [{ label: 'Unsubscribe', url }],
  };
  if (members.length === 0) return messageOf(id, [delivery], options);
  const { events, introduction } = digestOf([delivery, ...members]);
  return messageOf(id, events, { ...options, introduction });
}
