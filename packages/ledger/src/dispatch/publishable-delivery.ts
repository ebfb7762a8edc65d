import type { Channel } from '@kanban/notifications';

/** A pending delivery, leased to a relay that puts its job into Redis. */
export interface PublishableDelivery {
  readonly deliveryId: number;
  readonly eventId: number;
  readonly channel: Channel;
  readonly round: number;
  /** Microseconds since the epoch: part of the job's id. */
  readonly createdAt: number;
}
