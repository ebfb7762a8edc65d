import { SECOND } from '../instant.ts';
import type { Check } from './checked-log.ts';
import { earlierThanBefore } from './earlier-than-before.ts';

/** Rows in the future, and rows not imported that are earlier than those before them: the clock was set back. */
export const clockSkew: Check = {
  check: 'clockSkew',
  severity: 'warning',
  distorts: 'everything',
  find({ rows, now }) {
    const ahead = rows
      .filter(({ occurredAt }) => occurredAt > now)
      .map(({ auditId, itemId, toQueueId, occurredAt }) => ({
        itemId,
        queueId: toQueueId,
        at: occurredAt,
        detail: { auditId, secondsAhead: (occurredAt - now) / SECOND },
      }));
    return [...ahead, ...earlierThanBefore(rows.filter(({ isImported }) => !isImported))];
  },
};
