import { SECOND } from '../instant.ts';
import { queuesById } from '../queue.ts';
import type { Check } from './checked-log.ts';

export const zeroTime: Check = {
  check: 'zeroTime',
  severity: 'warning',
  distorts: 'flow efficiency and time in queue',
  find({ items, queues, settings }) {
    const byId = queuesById(queues);
    return items.flatMap(({ itemId, visits }) =>
      visits
        .filter(
          ({ queueId, enteredAt, leftAt }) =>
            byId.get(queueId)?.kind === 'active' &&
            leftAt !== null &&
            leftAt - enteredAt < settings.zeroSeconds * SECOND,
        )
        .map(({ queueId, enteredAt, leftAt }) => ({
          itemId,
          queueId,
          at: enteredAt,
          detail: { seconds: ((leftAt as number) - enteredAt) / SECOND },
        })),
    );
  },
};
