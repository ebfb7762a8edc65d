import { etagOf } from '../answer/etag.ts';
import type { StreamState } from '../load/stream-states.ts';

/** For who watches every stream. */
export const ALL = Symbol('all streams');
export type Watched = string | typeof ALL;

/**
 * The state of what is watched, as a text that means nothing but itself. Bulk work is one state from its begin to its end, as what
 * happens meanwhile is in no count. Undefined: there is no such stream.
 */
export function changeState(states: readonly StreamState[], watched: Watched): string | undefined {
  const own = watched === ALL ? states : states.filter(({ name }) => name === watched);
  if (own.length === 0 && watched !== ALL) return undefined;
  const told = own.map((state) => (state.isInBulk === 1 ? [state.name, 'bulk'] : state));
  return etagOf(told).slice('W/"'.length, -1);
}
