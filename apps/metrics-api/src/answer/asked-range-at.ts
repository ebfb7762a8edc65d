import { type Instant, type Range, resolveRange, type TimeBetween } from '@kanban/domain';
import type { Deps } from '../deps.ts';
import type { Snapshot } from '../load/snapshot.ts';
import type { Stream } from '../load/stream.ts';
import { askedAt } from './asked-at.ts';
import { askedClock } from './asked-clock.ts';
import type { RangeQuery } from './asked-stream.ts';

export interface RangeAtQuery extends RangeQuery {
  at?: string | undefined;
  clock: 'elapsed' | 'working';
}

export interface RangeAt {
  stream: Stream;
  at: Instant;
  range: Range;
  between: TimeBetween;
}

/** A range of a stream as it was at an instant, by the clock asked for. Throws Refused and InvalidInput. */
export async function askedRangeAt(snapshot: Snapshot, deps: Deps, query: RangeAtQuery): Promise<RangeAt> {
  const { stream, at } = await askedAt(snapshot, deps, query);
  const { from, to, timeZone = stream.timeZone } = query;
  const range = resolveRange({ from, to, timeZone, now: at });
  const between = await askedClock(snapshot, stream, query.clock);
  return { stream, at, range, between };
}
