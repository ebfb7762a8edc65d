import { type Instant, nameKey } from '@kanban/domain';
import type { Channel, EventPayload } from '@kanban/notifications';
import { isChannel, topicMatches } from '@kanban/notifications';

type Role = 'logger' | 'assignee' | 'manager';

export interface Subscription {
  readonly id: number;
  readonly topic: string;
  readonly valueStream: string | null;
  readonly queueName: string | null;
  /** Only events that name this assignee. */
  readonly assignee: string | null;
  /** Only events of this item. It takes no message from anybody else. */
  readonly reference: string | null;
  readonly channel: string;
  /** One of this, a role and a member. */
  readonly recipient: string | null;
  readonly role: Role | null;
  /** A person by name, who gets no message about what they did themselves. */
  readonly member: string | null;
  readonly timeZone: string;
  /** Local times; both or none. */
  readonly quietFrom: string | null;
  readonly quietUntil: string | null;
  /** `hourly` or `daily HH:MM`; null: one message per event. */
  readonly digest: string | null;
}

export interface Routing {
  /** The database's clock at the time of reading. */
  readonly now: Instant;
  /** Active ones, in the order of their ids. */
  readonly subscriptions: readonly Subscription[];
  /** Value stream (its `nameKey`) → recipient; the key '' is the global setting. */
  readonly defaultRecipients: ReadonlyMap<string, string>;
  /** The default recipient of the environment, if no setting names one. Empty: nobody. */
  readonly fallbackRecipient: string;
  /** Value stream (its `nameKey`) → seconds in which the events of a queue become one message; '' for all other streams; 0: off. */
  readonly stormWindows: ReadonlyMap<string, number>;
}

/** The addresses of people in the claimed events. A person without one is missing. */
export interface People {
  /** Reference of an item → who logged it. */
  readonly loggers: ReadonlyMap<string, string>;
  /** Name of a person, as an assignee or a member → address. */
  readonly named: ReadonlyMap<string, string>;
  /** Value stream (its `nameKey`) → the addresses of its managers. */
  readonly managers: ReadonlyMap<string, readonly string[]>;
  /** Who did it, as the event says → the name of the member. */
  readonly actors: ReadonlyMap<string, string>;
}

/** An address that gets an event, and why. */
export interface Listener {
  readonly channel: Channel;
  readonly recipient: string;
  /**
   * The first one decides: without a digest, then without quiet hours, then the oldest. Empty: notify_email or a
   * default.
   */
  readonly subscriptions: readonly Subscription[];
}

export interface Recipient {
  readonly channel: Channel;
  readonly recipient: string;
  /** Why; undefined: notify_email or a default recipient. */
  readonly subscription?: Subscription;
}

/**
 * The recipients of an event: those of every subscription whose topic, stream, queue, assignee and item match. If that is
 * nobody but followers of the item, also the payload's notify_email; without that, the default recipient of the stream.
 * Each address once, ignoring case.
 */
export function listenersOf(
  topic: string,
  payload: EventPayload,
  routing: Routing,
  people: People,
): Listener[] {
  const subscribed = concerning(topic, payload, routing)
    .filter((subscription) => !isOwn(subscription, payload, people))
    .flatMap((subscription) =>
      addressesOf(subscription, payload, people).map((recipient) => ({
        channel: subscription.channel,
        recipient,
        subscription,
      })),
    )
    .toSorted((a, b) => priority(a.subscription) - priority(b.subscription));
  if (subscribed.some(({ subscription }) => subscription.reference === null)) return byAddress(subscribed);
  const { defaultRecipients, fallbackRecipient } = routing;
  const fallback =
    payload.notify_email ??
    defaultRecipients.get(nameKey(payload.value_stream ?? '')) ??
    defaultRecipients.get('') ??
    fallbackRecipient;
  return byAddress([{ channel: 'email', recipient: fallback }, ...subscribed]);
}

/**
 * Which of them get it. `known`: who ever got a message by a subscription, by `personKey`; true: they unsubscribed. A
 * person who unsubscribed gets nothing by that subscription, and the defaults do not replace it.
 */
export function recipientsOf(
  listeners: readonly Listener[],
  known: ReadonlyMap<string, boolean>,
): Recipient[] {
  return listeners.flatMap(({ channel, recipient, subscriptions }): Recipient[] => {
    if (subscriptions.length === 0) return [{ channel, recipient }];
    const subscription = subscriptions.find(({ id }) => !known.get(personKey(id, recipient)));
    return subscription === undefined ? [] : [{ channel, recipient, subscription }];
  });
}

/** The subscriptions that match an event, whoever their recipients are. */
export function concerning(topic: string, payload: EventPayload, { subscriptions }: Routing): Subscription[] {
  return subscriptions.filter(
    (each) =>
      topicMatches(each.topic, topic) &&
      means(each.valueStream, payload.value_stream) &&
      means(each.queueName, payload.queue_name) &&
      means(each.assignee, payload.assignee) &&
      means(each.reference, payload.reference),
  );
}

/** Equal as the server compares names. */
function means(wanted: string | null, named: string | null | undefined): boolean {
  if (wanted === null) return true;
  return named !== null && named !== undefined && nameKey(wanted) === nameKey(named);
}

/** A person of a subscription, whatever the case of the address. */
export function personKey(subscriptionId: number, recipient: string): string {
  return `${subscriptionId} ${recipient.trim().toLowerCase()}`;
}

/** Whether the subscription goes to the member who did it. */
function isOwn({ member }: Subscription, { actor = '' }: EventPayload, { actors }: People): boolean {
  return member !== null && means(member, actors.get(actor));
}

function addressesOf(
  { role, recipient, member }: Subscription,
  payload: EventPayload,
  people: People,
): string[] {
  const { reference = '', assignee = '', value_stream: stream = '' } = payload;
  if (role === 'logger') return some(people.loggers.get(reference));
  if (role === 'assignee') return some(people.named.get(assignee));
  if (role === 'manager') return [...(people.managers.get(nameKey(stream)) ?? [])];
  if (member !== null) return some(people.named.get(member));
  return some(recipient ?? undefined);
}

function some(address: string | undefined): string[] {
  return address === undefined ? [] : [address];
}

function priority({ digest, quietFrom }: Subscription): number {
  return (digest === null ? 0 : 2) + (quietFrom === null ? 0 : 1);
}

function byAddress(
  found: readonly { channel: string; recipient: string; subscription?: Subscription }[],
): Listener[] {
  const listeners = new Map<string, Listener & { subscriptions: Subscription[] }>();
  for (const { channel, recipient, subscription } of found) {
    const address = recipient.trim();
    if (address === '' || !isChannel(channel)) continue;
    const key = `${channel} ${address.toLowerCase()}`;
    const known = listeners.get(key);
    // Who gets it by default gets it whatever they left.
    if (known && subscription && known.subscriptions.length > 0) known.subscriptions.push(subscription);
    if (known) continue;
    listeners.set(key, { channel, recipient: address, subscriptions: subscription ? [subscription] : [] });
  }
  return [...listeners.values()];
}
