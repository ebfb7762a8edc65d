import type { Question } from '@kanban/api';
import { parametersOf } from '@kanban/api/parameters';

/** A parameter of the API as an option of `kanban export`. */
export interface ExportOption {
  /** As commander reads it. */
  readonly flags: string;
  readonly description: string;
  /** Given again, it adds a value. */
  readonly isRepeated: boolean;
}

/**
 * The options of a table: every parameter of its path that changes it. Commander names their values as the API does. The API
 * checks them, and says what is allowed.
 */
export function optionsOf({ path, onlyInJson }: Question): ExportOption[] {
  return parametersOf(path)
    .filter(({ name }) => name !== 'format' && !onlyInJson.includes(name))
    .map(({ name, description, values, fallback, isRepeated }) => {
      const isSwitch = values.join() === 'true,false';
      const isTold = fallback === undefined || isSwitch || description.includes('default');
      return {
        flags: `--${kebab(name)}${isSwitch ? '' : ` <${placeOf(name, values)}>`}`,
        description: description.replace(/^csv only: /, '') + (isTold ? '' : ` (default: ${fallback})`),
        isRepeated,
      };
    });
}

/** `startQueue` → `start-queue` */
function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** What to write there: one of the values, or the last word of the name. */
function placeOf(name: string, values: readonly string[]): string {
  if (values.length > 0) return values.join('|');
  return name === 'from' || name === 'to' ? 'date' : (kebab(name).split('-').at(-1) ?? '');
}
