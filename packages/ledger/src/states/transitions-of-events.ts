import type { Transition } from './transition.ts';

const ROLLED_BACK = 'The transaction rolls back, and the event is claimed again.';

/** Every way in which an event changes after a trigger of the board wrote it. */
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
    why: 'nobody is to get it',
    afterKill: ROLLED_BACK,
  },
  {
    table: 'outbox_events',
    arrows: { waiting: ['waiting', 'processed'] },
    by: ['relay'],
    file: 'fan-out/mark-refused.ts',
    why: 'its payload says nothing, or the database refuses its deliveries; processed after the last try',
    afterKill:
      'A kill before it takes the note of this try back: a bad event may be tried more often than it says.',
  },
  {
    table: 'outbox_events',
    arrows: { waiting: ['waiting'], open: ['open', 'processed'], processed: ['processed'] },
    by: ['notifier', 'relay'],
    file: 'settle/settle-events.ts',
    why: 'its deliveries changed: attempts, the last error, and processed once none is open',
    afterKill: 'A kill before it leaves the event open; the relay finishes it.',
  },
  {
    table: 'outbox_events',
    arrows: { processed: ['open'] },
    by: ['kanban'],
    file: 'dead-letters/retry-dead-letters.ts',
    why: 'a person sends one of its dead letters again',
    afterKill: 'Steps of 500 dead letters are done whole or not at all.',
  },
  {
    table: 'outbox_events',
    arrows: { processed: ['none'] },
    by: ['kanban'],
    file: 'prune/prune.ts',
    why: 'it was processed long ago, and each of its deliveries was settled as long ago',
    afterKill: 'Steps of 200 events are done whole or not at all.',
  },
];
