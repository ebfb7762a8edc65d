import type { Instant } from '@kanban/domain';
import type { Channel } from '@kanban/notifications';

/** A row to write. `supersededBy` and `carriedBy` are other rows: planned ones, or the id of one that is there. */
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

/** A row of `collections` as it was read, with what is known of its delivery. */
export interface Collection {
  readonly dueAt: Instant | null;
  readonly delivery: WaitingDelivery | null;
}

export interface WaitingDelivery {
  readonly id: number;
  readonly eventId: number;
  /** No notifier has claimed it yet: it can be superseded, or take in others. */
  readonly isUntouched: boolean;
  /** It was superseded because its slot was taken: nobody got a message. */
  readonly wasTaken: boolean;
}

/** What a fan-out writes, all in one transaction with the mark on the events. */
export interface Plan {
  readonly deliveries: readonly PlannedDelivery[];
  /** Those that are there already and are superseded now. */
  readonly superseded: ReadonlyMap<WaitingDelivery, PlannedDelivery>;
  /** What the rows of `collections` become, by key. */
  readonly collections: ReadonlyMap<string, { dueAt: Instant; latest: PlannedDelivery; isNew: boolean }>;
}

/** The id of a planned delivery once it is written. */
export type IdOf = (planned: PlannedDelivery) => number;
