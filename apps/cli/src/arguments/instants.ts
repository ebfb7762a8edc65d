import { EARLIEST_DATE, type Instant, LATEST_DATE } from '@kanban/domain';
import { InvalidArgumentError } from 'commander';

const earliest = Date.parse(EARLIEST_DATE) * 1000;
const latestEnd = (Date.parse(LATEST_DATE) + 86_400_000) * 1000;

const form = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|z|[+-]\d\d:?\d\d)?)?$/;

/**
 * Reads an instant: ISO 8601 with `Z` or an offset, or `YYYY-MM-DD HH:MM:SS[.ffffff]`, or a date alone (midnight), which
 * without an offset are taken as UTC. Microseconds are kept; what is finer is cut off. Undefined for anything else,
 * dates that do not exist included.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = form.exec(text.trim());
  if (!match) return undefined;
  const [, date, time = '00:00:00', fraction = '', zone = 'Z'] = match;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const ms = Date.parse(`${date}T${time}${offset}`);
  // Date.parse takes 24:00 and, on some days, the 30th of February.
  if (
    Number.isNaN(ms) ||
    new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10) !== date ||
    time > '23:59:59'
  ) {
    return undefined;
  }
  const us = Number(fraction.padEnd(6, '0').slice(0, 6));
  // Beyond what a number tells apart, down: the last microsecond of a day must not become the next day.
  return Number.isSafeInteger(ms * 1000 + us) ? ms * 1000 + us : ms * 1000 + Math.floor(us / 32) * 32;
}

/** What is said of an instant that there is, but lies outside of what is accepted; undefined for one within. */
export function whyTooFar(instant: Instant): string | undefined {
  const isWithin = instant >= earliest && instant < latestEnd;
  return isWithin ? undefined : `is not within ${EARLIEST_DATE} to ${LATEST_DATE} (UTC)`;
}

/** The same as a parser of option values. */
export function instantArgument(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) {
    throw new InvalidArgumentError(
      'It must be a date or an instant like 2026-11-01 or 2026-11-01T12:00:00Z.',
    );
  }
  const reason = whyTooFar(instant);
  if (reason !== undefined) throw new InvalidArgumentError(`It ${reason}.`);
  return instant;
}
