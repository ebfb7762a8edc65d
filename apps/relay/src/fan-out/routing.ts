import type { Channel, EventPayload } from '@kanban/notifications';
import { isChannel, topicMatches } from '@kanban/notifications';

export interface Subscription {
  readonly topic: string;
  readonly valueStream: string | null;
  readonly queueName: string | null;
  readonly channel: string;
  readonly recipient: string;
}

export interface Routing {
  readonly subscriptions: readonly Subscription[];
  /** Value stream → recipient; the key '' is the global setting. */
  readonly defaultRecipients: ReadonlyMap<string, string>;
  /** What the environment says, when no setting does. Empty: nobody. */
  readonly fallbackRecipient: string;
}

export interface Recipient {
  readonly channel: Channel;
  readonly recipient: string;
}

/**
 * Who hears of an event: every subscription whose topic, stream and queue agree; when there is none, the payload's
 * notify_email; when that is not given either, the default recipient of its stream. Each address once, whatever its case.
 */
export function recipientsOf(topic: string, payload: EventPayload, routing: Routing): Recipient[] {
  const subscribed = routing.subscriptions.filter((subscription) => concerns(subscription, topic, payload));
  if (subscribed.length > 0) return distinct(subscribed);
  const { defaultRecipients, fallbackRecipient } = routing;
  const fallback =
    payload.notify_email ??
    defaultRecipients.get(payload.value_stream ?? '') ??
    defaultRecipients.get('') ??
    fallbackRecipient;
  return distinct([{ channel: 'email', recipient: fallback }]);
}

function concerns(subscription: Subscription, topic: string, payload: EventPayload): boolean {
  return (
    topicMatches(subscription.topic, topic) &&
    (subscription.valueStream === null || subscription.valueStream === payload.value_stream) &&
    (subscription.queueName === null || subscription.queueName === payload.queue_name)
  );
}

function distinct(found: readonly { channel: string; recipient: string }[]): Recipient[] {
  const recipients = new Map<string, Recipient>();
  for (const { channel, recipient } of found) {
    const address = recipient.trim();
    if (address !== '' && isChannel(channel)) {
      recipients.set(`${channel} ${address.toLowerCase()}`, { channel, recipient: address });
    }
  }
  return [...recipients.values()];
}
