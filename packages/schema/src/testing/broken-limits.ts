import type { RowDataPacket } from 'mysql2/promise';

/**
 * Counts each queue after every row of the log and says where it held more than its limit (-1: none). A queue's rows get their
 * ids while its counter is locked, so the order of ids is the order in which the queue changed, whatever the order of commits.
 */
export function brokenLimits(log: readonly RowDataPacket[], limits: ReadonlyMap<string, number>): string[] {
  const held = new Map<string, number>();
  return log.flatMap(({ id, from_queue, to_queue }) => {
    if (from_queue !== null) held.set(from_queue, (held.get(from_queue) ?? 0) - 1);
    if (to_queue === null) return [];
    const now = (held.get(to_queue) ?? 0) + 1;
    held.set(to_queue, now);
    const limit = limits.get(to_queue) ?? -1;
    return limit >= 0 && now > limit ? [`row ${id}: ${to_queue} holds ${now} of ${limit}`] : [];
  });
}
