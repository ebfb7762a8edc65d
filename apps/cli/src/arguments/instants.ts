import { EARLIEST_DATE, type Instant, LATEST_DATE } from '@kanban/domain';
import { InvalidArgumentError } from 'commander';

const earliest = Date.parse(EARLIEST_DATE) * 1000;
const latestEnd = (Date.parse(LATEST_DATE) + 86_400_000) * 1000;

const form = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|z|[+-]\d\d:?\d\d)?)?$/;

/**
 * Reads an instant: ISO 8601 with `Z` or an offset, or `YYYY-MM-DD HH:MM:SS[.ffffff]`, or a date alone (midnight);
 * without an offset in UTC. Microseconds are kept, smaller fractions are cut off. Undefined for any other text and for
 * dates that do not exist.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = form.exec(text.trim());
  if (!match) return undefined;
  const [, date, time = '00:00:00', fraction = '', zone = 'Z'] = match;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const ms = Date.parse(`${date}T${time}${offset}`);
  // Date.parse accepts 24:00 and, on some days, 30 February.
  if (
    Number.isNaN(ms) ||
    new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10) !== date ||
    time > '23:59:59'
  ) {
    return undefined;
  }
  const us = Number(fraction.padEnd(6, '0').slice(0, 6));
  // Rounded down beyond the precision of a number: the last microsecond of a day must not become the next day.
  return Number.isSafeInteger(ms * 1000 + us) ? ms * 1000 + us : ms * 1000 + Math.floor(us / 32) * 32;
}

/** The message for an instant outside the accepted range; undefined inside it. */
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
