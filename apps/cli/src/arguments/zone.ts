import { resolveTimeZone } from '@kanban/domain';
import { InvalidArgumentError } from 'commander';

/** A time zone as the IANA database spells it. */
export function zoneArgument(text: string): string {
  try {
    return resolveTimeZone(text);
  } catch {
    throw new InvalidArgumentError('It must be the name of a zone of the IANA database, like Europe/Berlin.');
  }
}
