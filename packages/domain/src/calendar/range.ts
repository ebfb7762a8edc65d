import { Temporal } from 'temporal-polyfill';
import { EARLIEST_DATE, type Instant, LATEST_DATE } from '../instant.ts';
import { InvalidInput } from '../invalid-input.ts';
import { localDate, resolveTimeZone, startOfDate, zonedAt } from './local-time.ts';

/** A stretch of time, half open: `from` is in it, `to` is not. */
export interface Range {
  from: Instant;
  to: Instant;
  timeZone: string;
  /** The first and the last local date in it, `YYYY-MM-DD`, both included. */
  fromLocal: string;
  toLocal: string;
}

export interface RangeRequest {
  from?: string | undefined;
  to?: string | undefined;
  timeZone: string;
  now: Instant;
}

/** The length in days of a range without a given start. */
const DEFAULT_DAYS = 90;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/i;
const ALLOWED =
  `a date such as 2026-03-01, or an instant such as 2026-03-01T09:00:00+01:00 (in a URL, + is %2B), ` +
  `from ${EARLIEST_DATE} to ${LATEST_DATE}`;

const ALLOWED_AT = `an instant such as 2026-03-01T09:00:00+01:00 (in a URL, + is %2B), from ${EARLIEST_DATE} to now`;

/**
 * What `from` and `to` mean. `YYYY-MM-DD` is a local date in the zone, and both dates are included; an ISO 8601 instant
 * with Z or an offset is taken as it is, half open. Left out: `to` is today, `from` makes it 90 days.
 * Throws InvalidInput: `unknown-time-zone`, `malformed-bound`, `no-such-date`, `out-of-bounds`, `from-not-before-to`.
 */
export function resolveRange(request: RangeRequest): Range {
  const timeZone = resolveTimeZone(request.timeZone);
  const to =
    request.to === undefined
      ? startOfDate(dateOf(request.now, timeZone).add({ days: 1 }), timeZone)
      : resolveBound('to', request.to, timeZone);
  const from =
    request.from === undefined
      ? startOfDate(dateOf(to - 1, timeZone).subtract({ days: DEFAULT_DAYS - 1 }), timeZone)
      : resolveBound('from', request.from, timeZone);
  if (from >= to) {
    throw new InvalidInput({
      problem: 'from-not-before-to',
      parameter: 'from',
      value: request.from ?? localDate(from, timeZone),
      reason: `is not before to (${request.to ?? 'today'})`,
      allowed: 'a date up to and including that of to, or an instant before it',
    });
  }
  return { from, to, timeZone, fromLocal: localDate(from, timeZone), toLocal: localDate(to - 1, timeZone) };
}

/**
 * The instant that `at` or `asOf` names: ISO 8601 with Z or an offset, not after now.
 * Throws InvalidInput: `malformed-bound`, `no-such-date`, `out-of-bounds`.
 */
export function resolveAt(value: string, now: Instant, parameter: 'at' | 'asOf' = 'at'): Instant {
  const refuse = (problem: 'malformed-bound' | 'no-such-date' | 'out-of-bounds', reason: string) =>
    new InvalidInput({ problem, parameter, value, reason, allowed: ALLOWED_AT });
  if (!INSTANT.test(value)) throw refuse('malformed-bound', 'is no instant with Z or an offset');
  let at: Instant;
  try {
    at = instantBound(value);
  } catch {
    throw refuse('no-such-date', 'does not exist');
  }
  if (value.slice(0, 10) < EARLIEST_DATE) throw refuse('out-of-bounds', 'is too far away');
  if (at > now) throw refuse('out-of-bounds', 'has not come yet');
  return at;
}

function dateOf(instant: Instant, timeZone: string): Temporal.PlainDate {
  return zonedAt(instant, timeZone).toPlainDate();
}

function resolveBound(parameter: 'from' | 'to', value: string, timeZone: string): Instant {
  const refuse = (problem: 'malformed-bound' | 'no-such-date' | 'out-of-bounds', reason: string) =>
    new InvalidInput({ problem, parameter, value, reason, allowed: ALLOWED });

  const isDate = DATE.test(value);
  if (!isDate && !INSTANT.test(value)) {
    throw refuse('malformed-bound', 'is neither a date nor an instant with Z or an offset');
  }
  const written = value.slice(0, 10);
  let bound: Instant;
  try {
    bound = isDate ? dateBound(parameter, value, timeZone) : instantBound(value);
  } catch {
    throw refuse('no-such-date', `does not exist${isDate ? ` in ${timeZone}` : ''}`);
  }
  if (written < EARLIEST_DATE || written > LATEST_DATE) throw refuse('out-of-bounds', 'is too far away');
  return bound;
}

/** Throws RangeError for a date that no calendar has, or that the zone skipped. */
function dateBound(parameter: 'from' | 'to', value: string, timeZone: string): Instant {
  const date = Temporal.PlainDate.from(value);
  const start = startOfDate(date, timeZone);
  // Samoa went from 29 to 31 December 2011.
  if (!dateOf(start, timeZone).equals(date)) throw new RangeError(`${timeZone} skipped ${value}`);
  return parameter === 'from' ? start : startOfDate(date.add({ days: 1 }), timeZone);
}

function instantBound(value: string): Instant {
  return Number(Temporal.Instant.from(value).epochNanoseconds / 1000n);
}
