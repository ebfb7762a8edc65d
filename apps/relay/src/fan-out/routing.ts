import type { Instant } from '@kanban/domain';
import type { Channel, EventPayload } from '@kanban/notifications';
import { isChannel, topicMatches } from '@kanban/notifications';

export type Role = 'logger' | 'assignee' | 'manager';

export interface Subscription {
  readonly id: number;
  readonly topic: string;
  readonly valueStream: string | null;
  readonly queueName: string | null;
  /** Only events that name this assignee. */
  readonly assignee: string | null;
  readonly channel: string;
  /** Either this or a role. */
  readonly recipient: string | null;
  readonly role: Role | null;
  readonly timeZone: string;
  /** Local times; both or none. */
  readonly quietFrom: string | null;
  readonly quietUntil: string | null;
  /** `hourly` or `daily HH:MM`; null: a message an event. */
  readonly digest: string | null;
}

export interface Routing {
  /** The database's clock when all this was read. */
  readonly now: Instant;
  /** Active ones, in the order of their ids. */
  readonly subscriptions: readonly Subscription[];
  /** Who was ever told because of a subscription, as `personKey` names them; true: they have left it since. */
  readonly told: ReadonlyMap<string, boolean>;
  /** Value stream → recipient; the key '' is the global setting. */
  readonly defaultRecipients: ReadonlyMap<string, string>;
  /** What the environment says, when no setting does. Empty: nobody. */
  readonly fallbackRecipient: string;
  /** Value stream → seconds in which the events of a queue become one message; '' for all other streams; 0: off. */
  readonly stormWindows: ReadonlyMap<string, number>;
}

/** The addresses of people, found for the events in hand. Who has none is missing. */
export interface People {
  /** Reference of an item → who logged it. */
  readonly loggers: ReadonlyMap<string, string>;
  /** Name of a person → address. */
  readonly assignees: ReadonlyMap<string, string>;
  /** Value stream → the addresses of its managers. */
  readonly managers: ReadonlyMap<string, readonly string[]>;
}

export interface Recipient {
  readonly channel: Channel;
  readonly recipient: string;
  /** Why; undefined: notify_email or a default recipient. */
  readonly subscription?: Subscription;
}

/**
 * Who hears of an event: every subscription whose topic, stream, queue and assignee agree; when that is nobody, the payload's
 * notify_email; when that is not given either, the default recipient of its stream. Each address once, whatever its case: of
 * several subscriptions one without a digest decides, then one without quiet hours, then the oldest.
 *
 * Who unsubscribed hears nothing by that subscription, and it counts as heard: leaving it must not bring on the defaults.
 */
export function recipientsOf(
  topic: string,
  payload: EventPayload,
  routing: Routing,
  people: People,
): Recipient[] {
  const subscribed = concerning(topic, payload, routing).flatMap((subscription) =>
    addressesOf(subscription, payload, people).map((recipient) => ({
      channel: subscription.channel,
      recipient,
      subscription,
    })),
  );
  if (subscribed.length > 0) {
    return distinct(
      subscribed
        .filter(({ recipient, subscription }) => !routing.told.get(personKey(subscription.id, recipient)))
        .toSorted((a, b) => patience(a.subscription) - patience(b.subscription)),
    );
  }
  const { defaultRecipients, fallbackRecipient } = routing;
  const fallback =
    payload.notify_email ??
    defaultRecipients.get(payload.value_stream ?? '') ??
    defaultRecipients.get('') ??
    fallbackRecipient;
  return distinct([{ channel: 'email', recipient: fallback }]);
}

/** The subscriptions an event concerns, whoever that then is. */
export function concerning(topic: string, payload: EventPayload, { subscriptions }: Routing): Subscription[] {
  return subscriptions.filter(
    (each) =>
      topicMatches(each.topic, topic) &&
      (each.valueStream === null || each.valueStream === payload.value_stream) &&
      (each.queueName === null || each.queueName === payload.queue_name) &&
      (each.assignee === null || each.assignee === payload.assignee),
  );
}

/** A person of a subscription, whatever the case of the address. */
export function personKey(subscriptionId: number, recipient: string): string {
  return `${subscriptionId} ${recipient.trim().toLowerCase()}`;
}

function addressesOf({ role, recipient }: Subscription, payload: EventPayload, people: People): string[] {
  const { reference = '', assignee = '', value_stream: stream = '' } = payload;
  if (role === 'logger') return some(people.loggers.get(reference));
  if (role === 'assignee') return some(people.assignees.get(assignee));
  if (role === 'manager') return [...(people.managers.get(stream) ?? [])];
  return some(recipient ?? undefined);
}

function some(address: string | undefined): string[] {
  return address === undefined ? [] : [address];
}

function patience({ digest, quietFrom }: Subscription): number {
  return (digest === null ? 0 : 2) + (quietFrom === null ? 0 : 1);
}

function distinct(
  found: readonly { channel: string; recipient: string; subscription?: Subscription }[],
): Recipient[] {
  const recipients = new Map<string, Recipient>();
  for (const { channel, recipient, subscription } of found) {
    const address = recipient.trim();
    const key = `${channel} ${address.toLowerCase()}`;
    if (address === '' || !isChannel(channel) || recipients.has(key)) continue;
    recipients.set(key, { channel, recipient: address, ...(subscription ? { subscription } : {}) });
  }
  return [...recipients.values()];
}
