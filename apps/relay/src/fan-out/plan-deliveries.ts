import { createHash } from 'node:crypto';
import { endOfQuiet, type Instant, nameKey, nextDigest, SECOND } from '@kanban/domain';
import type { Collection, Plan, PlannedDelivery, WaitingDelivery } from '@kanban/ledger';
import type { Recipient, Routing, Subscription } from './routing.ts';

/**
 * Plans one delivery per event, channel and recipient. It decides which of them becomes a message, and when:
 * - A digest is one delivery, the first one, that carries the others. Those are `collected` with carried_by, are never
 *   published, and get its state when it is settled. It gets members until it is claimed for the first time or due
 *   (message_id says so). Each subscription has separate digests, so one link unsubscribes from everything in a mail.
 * - A burst is what happens to one queue (topic, stream, queue) for one recipient. Its first message is sent at once
 *   and opens a window. When the window ends, the latest event is sent and opens the next one. A later event supersedes
 *   the one that waits, unless a notifier has claimed it. The notifier itself never sends an older event after a later
 *   one (see `take-latest.ts`).
 * - Quiet hours move an instant to their end. Everything that waits is `pending` with due_at in the future, so the
 *   dispatch of retries publishes it too, whichever process dies.
 *
 * The caller locks the rows of `collections`, so one relay at a time uses each. All of it is one transaction with the
 * events' fanned_out_at: a kill leaves all or nothing of it.
 */

const STORM_TOPICS = new Set(['queue.slot_available', 'queue.overloaded']);

export interface WantedDelivery extends Recipient {
  readonly eventId: number;
  readonly topic: string;
  readonly valueStream: string;
  readonly queueName: string;
}

/** The key under which a delivery is collected; undefined: it is sent by itself. */
export function collectionKeyOf(wanted: WantedDelivery, routing: Routing): string | undefined {
  const { channel, recipient, subscription, topic, valueStream, queueName } = wanted;
  const address = recipient.toLowerCase();
  const digest = digestOf(wanted);
  if (subscription && digest !== null) {
    const { id, timeZone } = subscription;
    return hashed(['digest', channel, address, String(id), digest, timeZone]);
  }
  if (STORM_TOPICS.has(topic) && stormWindow(valueStream, routing) > 0) {
    return hashed(['burst', channel, address, topic, nameKey(valueStream), nameKey(queueName)]);
  }
  return undefined;
}

/** A report covers a whole week and has attachments, so it is sent by itself. */
function digestOf({ subscription, topic }: WantedDelivery): string | null {
  return topic.startsWith('report.') ? null : (subscription?.digest ?? null);
}

/**
 * Plans deliveries in the order of their events. `collections` has the existing rows for the keys of `collectionKeyOf`.
 */
export function planDeliveries(
  wanted: readonly WantedDelivery[],
  collections: ReadonlyMap<string, Collection>,
  routing: Routing,
): Plan {
  const { now } = routing;
  const superseded = new Map<WaitingDelivery, PlannedDelivery>();
  const current = new Map<string, { dueAt: Instant; latest: PlannedDelivery | WaitingDelivery | null }>();
  const changed = new Map<string, { dueAt: Instant; latest: PlannedDelivery; isNew: boolean }>();
  for (const [key, { dueAt, delivery }] of collections) {
    if (dueAt !== null) current.set(key, { dueAt, latest: delivery });
  }
  const keep = (key: string, dueAt: Instant, latest: PlannedDelivery) => {
    current.set(key, { dueAt, latest });
    changed.set(key, { dueAt, latest, isNew: !collections.has(key) });
  };

  function plan(each: WantedDelivery): PlannedDelivery {
    const { eventId, channel, recipient, subscription } = each;
    const key = collectionKeyOf(each, routing);
    const isDigest = digestOf(each) !== null;
    const planned: PlannedDelivery = {
      eventId,
      channel,
      recipient,
      subscriptionId: subscription?.id ?? null,
      burstKey: isDigest ? null : (key ?? null),
      isDigest: false,
      state: 'pending',
      dueAt: undefined,
    };
    if (key === undefined) planned.dueAt = later(endOfQuietFor(now, subscription), now);
    else if (isDigest && subscription) collect(planned, key, subscription);
    else followBurst(planned, key, each);
    return planned;
  }

  function collect(planned: PlannedDelivery, key: string, subscription: Subscription): void {
    const open = current.get(key);
    const carrier = open && open.dueAt > now ? untouched(open.latest) : undefined;
    if (open && carrier) {
      planned.state = 'collected';
      planned.carriedBy = 'id' in carrier ? carrier.id : carrier;
      planned.dueAt = open.dueAt;
      return;
    }
    const { digest, timeZone } = subscription;
    planned.dueAt = endOfQuietFor(nextDigest(now, digest as string, timeZone), subscription);
    planned.isDigest = true;
    keep(key, planned.dueAt, planned);
  }

  function followBurst(
    planned: PlannedDelivery,
    key: string,
    { subscription, valueStream }: WantedDelivery,
  ): void {
    const windowUs = stormWindow(valueStream, routing) * SECOND;
    const last = current.get(key);
    const hadTakenSlot = last?.latest && 'id' in last.latest && last.latest.wasTaken;
    if (!last || hadTakenSlot || last.dueAt + windowUs <= now) {
      const dueAt = endOfQuietFor(now, subscription);
      planned.dueAt = later(dueAt, now);
      keep(key, dueAt, planned);
      return;
    }
    if (last.dueAt > now) {
      const waiting = untouched(last.latest);
      if (waiting && 'id' in waiting) superseded.set(waiting, planned);
      else if (waiting) supersede(waiting, planned);
      planned.dueAt = last.dueAt;
    } else {
      planned.dueAt = endOfQuietFor(last.dueAt + windowUs, subscription);
    }
    keep(key, planned.dueAt, planned);
  }

  const deliveries = wanted.map(plan);
  return { deliveries, superseded, collections: changed };
}

function untouched<T extends PlannedDelivery | WaitingDelivery>(delivery: T | null): T | undefined {
  if (delivery === null) return undefined;
  return 'id' in delivery && !delivery.isUntouched ? undefined : delivery;
}

function supersede(planned: PlannedDelivery, by: PlannedDelivery): void {
  planned.state = 'superseded';
  planned.supersededBy = by;
}

function stormWindow(valueStream: string, { stormWindows }: Routing): number {
  return stormWindows.get(nameKey(valueStream)) ?? stormWindows.get('') ?? 0;
}

/** The end of the recipient's quiet hours when `at` falls in them. */
function endOfQuietFor(at: Instant, subscription: Subscription | undefined): Instant {
  if (!subscription?.quietFrom || !subscription.quietUntil) return at;
  const { quietFrom: from, quietUntil: until, timeZone } = subscription;
  return endOfQuiet(at, { from, until, timeZone });
}

function later(at: Instant, now: Instant): Instant | undefined {
  return at > now ? at : undefined;
}

/** Lists of texts, so that no two collections share a key, whatever the names are. */
function hashed(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
