import type { Logger } from 'pino';
import type { FannedOut } from './fanned-out.ts';
import type { Rest } from './take-part.ts';

/** The memory of a relay between runs; without it a run only takes longer. */
export interface Progress {
  rest?: Rest | undefined;
  /** How many events to claim; with long lists only few fit into a transaction. */
  events?: number;
  /** Work that is not logged yet. */
  unsaid?: { since: number; events: number; deliveries: number } | undefined;
}

/** Interval of log lines about the progress of long lists. */
const SAY_EVERY_MS = 2_000;

/** Notes in `progress` what was done, and logs it every two seconds while there is more to do. */
export function logProgress(
  { events, deliveries, isFull, rest }: FannedOut,
  progress: Progress,
  log: Logger,
): void {
  const unsaid = progress.unsaid ?? { since: performance.now(), events: 0, deliveries: 0 };
  unsaid.events += events;
  unsaid.deliveries += deliveries.length;
  progress.unsaid = isFull ? unsaid : undefined;
  if (!isFull || performance.now() - unsaid.since < SAY_EVERY_MS) return;
  const list = rest && { eventId: rest.eventId, recipientsLeft: rest.listeners.length };
  log.info({ events: unsaid.events, deliveries: unsaid.deliveries, ...list }, 'Fanning out');
  progress.unsaid = { since: performance.now(), events: 0, deliveries: 0 };
}
