import { isCommittedKind, isFinishedKind } from '../queue.ts';
import type { Check, Finding } from './checked-log.ts';

/** What the stream itself lacks: a finished queue, one to commit to, a calendar that policies need, or visitors to a queue. */
export const structure: Check = {
  check: 'structure',
  severity: 'warning',
  distorts: 'all figures',
  find({ queues, items, range, now, calendar, settings }) {
    const lacks: { problem: string; queueId?: number }[] = [];
    if (!queues.some(({ kind }) => isFinishedKind(kind))) lacks.push({ problem: 'noFinishedQueue' });
    if (!queues.some(({ kind }) => isCommittedKind(kind) && !isFinishedKind(kind)))
      lacks.push({ problem: 'noCommittedQueue' });
    if (settings.needsCalendar && calendar.isAlwaysOpen) lacks.push({ problem: 'noCalendar' });
    const end = Math.min(range.to, now);
    const visited = new Set<number>();
    for (const { visits } of items) {
      for (const { queueId, enteredAt, leftAt } of visits) {
        if (enteredAt < end && (leftAt === null || leftAt >= range.from)) visited.add(queueId);
      }
    }
    for (const { id } of queues) if (!visited.has(id)) lacks.push({ problem: 'neverEntered', queueId: id });
    return lacks.map(
      ({ problem, queueId }): Finding => ({
        itemId: null,
        queueId: queueId ?? null,
        at: null,
        detail: { problem },
      }),
    );
  },
};
