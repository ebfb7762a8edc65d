import type { Instant } from '@kanban/domain';
import type { Channel } from '@kanban/notifications';

/** A row to insert. `supersededBy` and `carriedBy` are other rows: planned ones, or ids of existing ones. */
export interface PlannedDelivery {
  readonly eventId: number;
  readonly channel: Channel;
  readonly recipient: string;
  readonly subscriptionId: number | null;
  readonly burstKey: string | null;
  isDigest: boolean;
  state: 'pending' | 'collected' | 'superseded';
  /** undefined: at once. */
  dueAt: Instant | undefined;
  carriedBy?: PlannedDelivery | number;
  supersededBy?: PlannedDelivery;
}

/** A row of `collections` as read, with the data of its delivery. */
export interface Collection {
  readonly dueAt: Instant | null;
  readonly delivery: WaitingDelivery | null;
}

export interface WaitingDelivery {
  readonly id: number;
  readonly eventId: number;
  /** No notifier has claimed it yet, so it can be superseded or get members. */
  readonly isUntouched: boolean;
  /** It was superseded because its slot was taken; nobody got a message. */
  readonly wasTaken: boolean;
}

/** Everything that a fan-out writes, in one transaction with the mark on the events. */
export interface Plan {
  readonly deliveries: readonly PlannedDelivery[];
  /** Existing deliveries that are superseded now. */
  readonly superseded: ReadonlyMap<WaitingDelivery, PlannedDelivery>;
  /** The new state of the rows of `collections`, by key. */
  readonly collections: ReadonlyMap<string, { dueAt: Instant; latest: PlannedDelivery; isNew: boolean }>;
}

/** The id of a planned delivery after its insert. */
export type IdOf = (planned: PlannedDelivery) => number;
