import { characters, isBadName, NAME_RULE } from '@kanban/domain';
import { InvalidArgumentError } from 'commander';

/** A name of at most so many characters. */
export function nameArgument(most: number): (text: string) => string {
  return (text) => {
    if (text === '' || characters(text) > most)
      throw new InvalidArgumentError(`It must have 1 to ${most} characters.`);
    if (isBadName(text)) throw new InvalidArgumentError(`A name has ${NAME_RULE}.`);
    return text;
  };
}
