import { noteCollections } from '../../fan-out/note-collections.ts';
import { forgetCollections } from '../../reconcile/forget-collections.ts';
import { DEADLINE_MS, planned, type Try, transacting } from './subject.ts';

const HOUR_US = 3_600_000_000;

/** How each statement that changes collections is run, by its file. */
export const triesOfCollections: Readonly<Record<string, readonly Try[]>> = {
  'fan-out/note-collections.ts': [
    {
      run: (at) => {
        const latest = planned(at, { state: 'pending' });
        const collection = { dueAt: Date.now() * 1_000 + 2 * HOUR_US, latest, isNew: at.state === 'none' };
        return transacting(at, (connection) =>
          noteCollections(connection, new Map([['k', collection]]), () => 7),
        );
      },
    },
  ],
  'reconcile/forget-collections.ts': [{ run: ({ scene }) => forgetCollections(scene.pool, DEADLINE_MS) }],
};
