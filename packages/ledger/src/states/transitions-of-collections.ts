import type { Transition } from './transition.ts';

/** Every way in which a burst or a digest of a recipient changes. */
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
    why: 'it has been over for two days, longer than any window or digest lasts',
    afterKill: 'The rest is forgotten by the next run.',
  },
];
