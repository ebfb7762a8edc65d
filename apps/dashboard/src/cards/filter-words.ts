import type { View } from '../view/view.ts';

const FIELDS = {
  type: ['type', (value: string) => `of type “${value}”`],
  classOfService: ['class of service', (value: string) => `of class of service “${value}”`],
  assignee: ['assignee', (value: string) => `assigned to “${value}”`],
} as const;

const NONE = /^(No (?:open )?item|Nothing(?= (?:is|was) ))/;

/** What a card shows, and which of the filters chosen its answer does not know: it would pass for filtered otherwise. */
export function unfiltered(subtitle: string, answer: object, view: View): string {
  const missing = chosenIn(view).filter((field) => !isTaken(field, answer));
  if (missing.length === 0) return subtitle;
  const names = missing.map((field) => FIELDS[field][0]).join(' and ');
  return `${subtitle === '' ? '' : `${subtitle}. `}All items: this cannot be narrowed by ${names}.`;
}

/**
 * What there is none of, of what was filtered: `No item of type “Bugs” was finished in this range.` A filter that is spelt wrongly
 * would pass for a quiet time otherwise.
 */
export function narrowed(sentence: string, answer: object, view: View): string {
  const taken = chosenIn(view).filter((field) => isTaken(field, answer));
  if (taken.length === 0) return sentence;
  const which = taken.map((field) => FIELDS[field][1](view[field] ?? '')).join(' and ');
  if (!NONE.test(sentence)) return `${sentence} Only items ${which} count here.`;
  return sentence.replace(NONE, (none) => `${none === 'Nothing' ? 'No item' : none} ${which}`);
}

type Field = keyof typeof FIELDS;

function chosenIn(view: View): Field[] {
  return (Object.keys(FIELDS) as Field[]).filter((field) => view[field] !== null);
}

function isTaken(field: Field, answer: object): boolean {
  const known =
    'parameters' in answer ? answer.parameters : 'definitions' in answer ? answer.definitions : {};
  return field in (known as object);
}
