import type { Transition } from './transition.ts';
import { transitionsOfCollections } from './transitions-of-collections.ts';
import { transitionsOfDeliveries } from './transitions-of-deliveries.ts';
import { transitionsOfEvents } from './transitions-of-events.ts';

/** All that TypeScript does to events, deliveries and collections. STATES.md is made of it, and transitions.db.test.ts proves it. */
export const transitions: readonly Transition[] = [
  ...transitionsOfEvents,
  ...transitionsOfDeliveries,
  ...transitionsOfCollections,
];
