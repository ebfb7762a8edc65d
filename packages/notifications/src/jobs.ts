/** The only kind of job: look the delivery up in MySQL and do what is to be done. */
export const DELIVER = 'deliver';

/** In front of every key in Redis. The braces keep a queue's keys on one node of a Redis Cluster. */
export const QUEUE_PREFIX = '{kanban}';

/** Identifiers only: what to send, to whom and whether still at all is decided from MySQL when the job runs. */
export interface DeliverJob {
  readonly deliveryId: number;
  /** `deliveries.round` at the time of publishing: a job of an earlier round finds nothing to claim. */
  readonly round: number;
  /** For logs only. */
  readonly eventId: number;
}

/**
 * The same delivery and round always get the same id, so publishing again is harmless while Redis keeps the job. BullMQ
 * allows neither digits only nor a colon.
 */
export function jobIdOf({ deliveryId, round }: DeliverJob): string {
  return `d${deliveryId}-r${round}`;
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
