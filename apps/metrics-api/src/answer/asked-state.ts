import type { Database } from '@kanban/schema';
import type { Kysely } from 'kysely';
import type { Deps } from '../deps.ts';
import type { Snapshot } from '../load/snapshot.ts';
import { loadPresentStream } from '../load/stream.ts';
import { loadStreamStates } from '../load/stream-states.ts';
import type { DecidedBy } from './decided-by.ts';

export interface StateQuery {
  stream?: string | undefined;
  /** Names with commas between them, instead of one. */
  streams?: string | undefined;
  parent?: unknown;
  remainingOf?: unknown;
}

/**
 * All that decides an answer besides the request: the states of the streams that are asked about, and how far the clock has come.
 * Of all streams where none is named, or where items are looked for below a parent, as these may be anywhere. Undefined when
 * nobody can tell: there is no such stream, or bulk work goes on. One read, cheaper than the answer. Throws InvalidInput.
 */
export async function askedState(
  db: Kysely<Database>,
  deps: Deps,
  query: StateQuery,
  decidedBy: DecidedBy,
): Promise<unknown> {
  const { stream, streams, parent, remainingOf } = query;
  const names = streams?.split(',') ?? (stream === undefined ? [] : [stream]);
  const isWide = names.length === 0 || parent !== undefined || remainingOf !== undefined;
  const [only] = names;
  const isAlone = !isWide && names.length === 1 && only !== undefined;
  const { states, now } =
    isAlone && db.isTransaction
      ? await stateIn(db as Snapshot, only)
      : await loadStreamStates(db, isWide ? 'all' : names);
  const first = states.find(({ name }) => name === names[0]) ?? states[0];
  const isKnown = names.every((name) => states.some((state) => state.name === name));
  if (!first || !isKnown || states.some(({ isInBulk }) => isInBulk === 1)) return undefined;
  return [states, decidedBy({ now: deps.clock?.() ?? now, timeZone: first.timeZone })];
}

/** With what else an answer in this snapshot begins with. */
async function stateIn(snapshot: Snapshot, name: string) {
  const stream = await loadPresentStream(snapshot, name);
  return { states: stream ? [stream.state] : [], now: stream?.now ?? Number.NaN };
}
