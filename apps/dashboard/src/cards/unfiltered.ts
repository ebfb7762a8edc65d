import type { View } from '../view/view.ts';

const FIELDS = { type: 'type', classOfService: 'class of service', assignee: 'assignee' } as const;

/** Which of the filters chosen an answer does not know, as the end of a sentence: it would pass for filtered otherwise. */
export function unfiltered(answer: object, view: View): string {
  const taken = 'parameters' in answer ? (answer.parameters as object) : null;
  const definitions = 'definitions' in answer ? (answer.definitions as object) : {};
  const missing = (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).filter(
    (field) => view[field] !== null && !(field in (taken ?? definitions)),
  );
  if (missing.length === 0) return '';
  return ` All items: this cannot be narrowed by ${missing.map((field) => FIELDS[field]).join(' and ')}.`;
}
