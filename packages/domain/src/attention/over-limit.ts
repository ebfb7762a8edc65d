import { queueRoom } from '../queues-now.ts';
import type { AttentionRule } from './attention-facts.ts';

export const queueOverLimit: AttentionRule = {
  kind: 'queueOverLimit',
  severity: 5,
  find: ({ queues }) =>
    queues.flatMap(({ queue, items }) => {
      if (!queueRoom(queue.wipLimit, items).overloaded) return [];
      return {
        says: `“${queue.name}” holds ${items} items; its limit is ${queue.wipLimit}.`,
        facts: { items, wipLimit: queue.wipLimit },
        subject: { is: 'queue', name: queue.name },
        since: null,
        page: 'today',
      };
    }),
};

export const personOverLimit: AttentionRule = {
  kind: 'personOverLimit',
  severity: 5,
  find: ({ persons }) =>
    persons.flatMap(({ assignee, items, wipLimit }) => {
      if (!queueRoom(wipLimit, items).overloaded) return [];
      return {
        says: `“${assignee}” has ${items} items in progress; the limit is ${wipLimit}.`,
        facts: { items, wipLimit },
        subject: { is: 'person', name: assignee },
        since: null,
        page: 'today',
      };
    }),
};
