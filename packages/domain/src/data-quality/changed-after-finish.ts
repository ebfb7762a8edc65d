import { isFinishedKind, queuesById } from '../queue.ts';
import type { Check, Finding } from './checked-log.ts';

/** Any move from a finished queue to any other queue. Taking a finished item off the board changes no date. */
export const changedAfterFinish: Check = {
  check: 'changedAfterFinish',
  severity: 'warning',
  distorts: 'finish dates',
  find({ items, queues }) {
    const byId = queuesById(queues);
    const findings: Finding[] = [];
    for (const { itemId, visits } of items) {
      visits.forEach(({ queueId, enteredAt }, place) => {
        const from = byId.get(visits[place - 1]?.queueId ?? NaN);
        if (!from || !isFinishedKind(from.kind)) return;
        const isReopened = !isFinishedKind(byId.get(queueId)?.kind ?? 'dropped');
        findings.push({ itemId, queueId, at: enteredAt, detail: { from: from.name, isReopened } });
      });
    }
    return findings;
  },
};
