import { MINUTE, SECOND } from '../instant.ts';
import type { CheckedRow, Finding } from './checked-log.ts';

/** Rows that are over 60 s earlier than one with a smaller id. `rows` in the order of their ids. */
export function earlierThanBefore(rows: readonly CheckedRow[]): Finding[] {
  const findings: Finding[] = [];
  let latest = Number.NEGATIVE_INFINITY;
  for (const { auditId, itemId, toQueueId, occurredAt } of rows) {
    if (latest - occurredAt > MINUTE) {
      const secondsBack = (latest - occurredAt) / SECOND;
      findings.push({ itemId, queueId: toQueueId, at: occurredAt, detail: { auditId, secondsBack } });
    }
    latest = Math.max(latest, occurredAt);
  }
  return findings;
}
