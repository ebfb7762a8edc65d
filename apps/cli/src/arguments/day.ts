import { EARLIEST_DATE, LATEST_DATE } from '@kanban/domain';
import { InvalidArgumentError } from 'commander';
import { parseInstant } from './instants.ts';

/** A calendar day, `YYYY-MM-DD`, that exists and that the database takes. */
export function dayArgument(text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && parseInstant(text) !== undefined;
  if (!isDay || text < EARLIEST_DATE || text > LATEST_DATE)
    throw new InvalidArgumentError(
      `It must be a day like 2026-11-01, from ${EARLIEST_DATE} to ${LATEST_DATE}.`,
    );
  return text;
}
