import type { Transition } from './transition.ts';

/** Every change of the row of a burst or a digest. */
export const transitionsOfCollections: readonly Extract<Transition, { table: 'collections' }>[] = [
  {
    table: 'collections',
    arrows: { none: ['current'], current: ['current'], over: ['current'] },
    by: ['relay'],
    file: 'fan-out/note-collections.ts',
    why: 'a burst or a digest begins, or a later delivery of a burst is its latest',
    afterKill: 'The transaction rolls back, and the events are claimed again.',
  },
  {
    table: 'collections',
    arrows: { over: ['none'] },
    by: ['relay'],
    file: 'reconcile/forget-collections.ts',
    why: 'its `due_at` is two days past, longer than any window or digest lasts',
    afterKill: 'The next run deletes the rest.',
  },
];
