/** The only kind of job: read the delivery from MySQL and do what is needed. */
export const DELIVER = 'deliver';

/**
 * The prefix of every key in Redis: the name of the database, so that two boards may share a Redis. The braces keep the
 * keys of a queue on one node of a Redis Cluster.
 */
export function queuePrefixOf(databaseName: string): string {
  return `{kanban-${databaseName.replace(/[{}]/g, '')}}`;
}

/** Ids only. When the job runs, MySQL decides what to send, to whom, and whether at all. */
export interface DeliverJob {
  readonly deliveryId: number;
  /** `deliveries.round` at publishing: a job of an earlier round finds nothing to claim. */
  readonly round: number;
  /** For logs only. */
  readonly eventId: number;
}

/**
 * The same delivery and round always get the same id, so publishing again is harmless while Redis keeps the job. When the
 * delivery was made is part of it, because a database that is created again counts its ids from 1 while Redis still
 * remembers the old ones. BullMQ allows neither digits only nor a colon.
 *
 * @param createdAt `deliveries.created_at` in microseconds since the epoch
 */
export function jobIdOf({ deliveryId, round }: DeliverJob, createdAt: number): string {
  return `d${deliveryId}-r${round}-${createdAt.toString(36)}`;
}

/** Reads a job's data; undefined if it is not one of ours. */
export function parseDeliverJob(data: unknown): DeliverJob | undefined {
  const { deliveryId, round, eventId } = (data ?? {}) as Partial<Record<keyof DeliverJob, unknown>>;
  if (!isId(deliveryId) || !isId(round) || !isId(eventId)) return undefined;
  return { deliveryId, round, eventId };
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
