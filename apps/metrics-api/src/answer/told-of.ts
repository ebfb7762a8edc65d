import { formatInstant, type Instant, type Range } from '@kanban/domain';

/** What the parameters of a range and of a moment came to, for `echoOf`. */
export function toldOf({ from, to, timeZone }: Range, at: Instant) {
  return { from: formatInstant(from), to: formatInstant(to), timeZone, at: formatInstant(at) };
}
