/** The only kind of job: look the delivery up in MySQL and do what is to be done. */
export const DELIVER = 'deliver';

/**
 * In front of every key in Redis, by the name of the database, so that two boards may share a Redis. The braces keep a
 * queue's keys on one node of a Redis Cluster.
 */
export function queuePrefixOf(databaseName: string): string {
  return `{kanban-${databaseName.replace(/[{}]/g, '')}}`;
}

/** Identifiers only: what to send, to whom and whether still at all is decided from MySQL when the job runs. */
export interface DeliverJob {
  readonly deliveryId: number;
  /** `deliveries.round` at the time of publishing: a job of an earlier round finds nothing to claim. */
  readonly round: number;
  /** For logs only. */
  readonly eventId: number;
}

/**
 * The same delivery and round always get the same id, so publishing again is harmless while Redis keeps the job. When the
 * delivery was made is part of it, because a database that is made anew counts its ids from 1 again while Redis still
 * remembers the old ones. BullMQ allows neither digits only nor a colon.
 *
 * @param createdAt `deliveries.created_at` in microseconds since the epoch
 */
export function jobIdOf({ deliveryId, round }: DeliverJob, createdAt: number): string {
  return `d${deliveryId}-r${round}-${createdAt.toString(36)}`;
}

/** Reads a job's data; undefined when it is none of ours. */
export function parseDeliverJob(data: unknown): DeliverJob | undefined {
  const { deliveryId, round, eventId } = (data ?? {}) as Partial<Record<keyof DeliverJob, unknown>>;
  if (!isId(deliveryId) || !isId(round) || !isId(eventId)) return undefined;
  return { deliveryId, round, eventId };
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
