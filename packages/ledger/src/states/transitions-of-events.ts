import type { Transition } from './transition.ts';

const ROLLED_BACK = 'The transaction rolls back, and the event is claimed again.';

/** Every change of an event after a trigger of the board wrote it. */
export const transitionsOfEvents: readonly Extract<Transition, { table: 'outbox_events' }>[] = [
  {
    table: 'outbox_events',
    arrows: { waiting: ['open'] },
    by: ['relay'],
    file: 'fan-out/mark-fanned-out.ts',
    why: 'its deliveries are written',
    afterKill: ROLLED_BACK,
  },
  {
    table: 'outbox_events',
    arrows: { waiting: ['processed'] },
    by: ['relay'],
    file: 'fan-out/mark-without-recipient.ts',
    why: 'nobody gets it',
    afterKill: ROLLED_BACK,
  },
  {
    table: 'outbox_events',
    arrows: { waiting: ['waiting', 'processed'] },
    by: ['relay'],
    file: 'fan-out/mark-refused.ts',
    why: 'its payload is unusable, or the database refuses its deliveries; processed after the last try',
    afterKill:
      'If the kill comes before it, this try is not counted: a bad event may be tried more often than its count says.',
  },
  {
    table: 'outbox_events',
    arrows: { waiting: ['waiting'], open: ['open', 'processed'], processed: ['processed'] },
    by: ['notifier', 'relay'],
    file: 'settle/settle-events.ts',
    why: 'its deliveries changed: it copies attempts and the last error, and is processed once no delivery is open',
    afterKill: 'If the kill comes before it, the event stays open; the relay finishes it.',
  },
  {
    table: 'outbox_events',
    arrows: { processed: ['open'] },
    by: ['kanban'],
    file: 'dead-letters/retry-dead-letters.ts',
    why: 'a person sends one of its dead letters again',
    afterKill: 'Each step of 500 dead letters is done completely or not at all.',
  },
  {
    table: 'outbox_events',
    arrows: { processed: ['none'] },
    by: ['kanban'],
    file: 'prune/prune.ts',
    why: 'it was processed `keep_settled_days` ago, and so was each of its deliveries settled',
    afterKill: 'Each step of 200 events is done completely or not at all.',
  },
];
