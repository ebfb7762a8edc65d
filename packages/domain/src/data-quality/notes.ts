import type { Check } from './checked-log.ts';

/** One finding per rule that a row violated. */
export const notes: Check = {
  check: 'notes',
  severity: 'info',
  distorts: 'nothing; it says how often rules were passed over',
  find: ({ rows }) =>
    rows.flatMap(({ auditId, itemId, toQueueId, occurredAt, notes }) =>
      notes.map((note) => ({ itemId, queueId: toQueueId, at: occurredAt, detail: { auditId, note } })),
    ),
};
