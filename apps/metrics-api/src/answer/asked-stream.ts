import { type Instant, type Range, resolveRange } from '@kanban/domain';
import type { Deps } from '../deps.ts';
import type { Snapshot } from '../load/snapshot.ts';
import { loadStream, type Stream } from '../load/stream.ts';
import { checkAsOf } from './check-as-of.ts';
import { shortened } from './invalid-parameter.ts';
import { Refused } from './problems.ts';

export interface AskedStream {
  stream: Stream;
  now: Instant;
}

/** The stream asked for, and what time it is. Throws Refused `unknown-value-stream`, and for an `asOf` that nobody can answer. */
export async function askedStream(snapshot: Snapshot, deps: Deps, name: string): Promise<AskedStream> {
  const stream = await loadStream(snapshot, name);
  await checkAsOf(snapshot, stream?.id ?? name);
  if (!stream) {
    throw new Refused('unknown-value-stream', {
      detail: `There is no value stream "${shortened(name)}".`,
      parameter: 'stream',
      allowed: 'a name that /v1/value-streams lists',
    });
  }
  const now = snapshot.asOf?.instant ?? deps.clock?.() ?? stream.now;
  return { stream: { ...stream, now }, now };
}

export interface RangeQuery {
  stream: string;
  from?: string | undefined;
  to?: string | undefined;
  timeZone?: string | undefined;
}

/** The same, with the range asked for, by default in the zone of the stream. Throws Refused and InvalidInput. */
export async function askedRange(
  snapshot: Snapshot,
  deps: Deps,
  query: RangeQuery,
): Promise<AskedStream & { range: Range }> {
  const { stream, now } = await askedStream(snapshot, deps, query.stream);
  const { from, to, timeZone = stream.timeZone } = query;
  return { stream, now, range: resolveRange({ from, to, timeZone, now }) };
}
