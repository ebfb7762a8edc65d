import { completeDaysBefore, formatInstant, type Instant, type Range, resolveRange } from '@kanban/domain';
import type { Stream } from '../load/stream.ts';
import type { RangeQuery } from './asked-stream.ts';

/** The range asked for, by default the 90 complete local days before the date of an instant. Throws InvalidInput. */
export function pastRange(
  stream: Stream,
  { from, to, timeZone = stream.timeZone }: RangeQuery,
  at: Instant,
): Range {
  if (from === undefined && to === undefined) {
    const { timeZone: zone } = resolveRange({ timeZone, now: at });
    return completeDaysBefore(at, zone);
  }
  const end = to ?? formatInstant(completeDaysBefore(at, timeZone).to);
  return resolveRange({ from, to: end, timeZone, now: at });
}

/** What an instant and a range came to, for the parameters that an answer echoes. */
export function resolvedRange(at: Instant, { from, to, timeZone }: Range) {
  return { at: formatInstant(at), from: formatInstant(from), to: formatInstant(to), timeZone };
}
