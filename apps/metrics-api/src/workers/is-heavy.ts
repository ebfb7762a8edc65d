import { DAY, HOUR } from '@kanban/domain';

export interface HeavyQuery {
  from?: string | undefined;
  to?: string | undefined;
  interval?: string | undefined;
  asOf?: string | undefined;
}

const LENGTHS: Readonly<Record<string, number>> = { hour: HOUR, day: DAY };

/** From so many intervals, or so many days, folding and writing an answer holds up others for longer than a small one takes. */
const MANY_INTERVALS = 2_000;
const MANY_DAYS = 200;

/**
 * Whether an answer may be long in the making, by what is asked alone: a long range, many points of time, or as of an instant, which may
 * take all visits of a stream to fold.
 */
export function isHeavy({ from, to, interval = 'week', asOf }: HeavyQuery): boolean {
  if (asOf !== undefined) return true;
  if (from === undefined) return false;
  const [start, end] = [Date.parse(from), to === undefined ? Date.now() : Date.parse(to)];
  // What is no time is refused by who answers.
  if (Number.isNaN(start) || Number.isNaN(end)) return false;
  const length = (end - start) * 1000;
  return length > MANY_DAYS * DAY || length / (LENGTHS[interval] ?? 7 * DAY) > MANY_INTERVALS;
}
