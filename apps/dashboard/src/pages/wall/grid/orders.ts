import type { View } from '../../../view/view.ts';
import type { Entry } from '../model/entry.ts';
import type { Card } from '../model/look-of-card.ts';

const LAST = '9999';

const BEFORE: Record<Exclude<View['order'], 'place'>, (a: Card, b: Card) => number> = {
  age: (a, b) => (a.enteredAt ?? LAST).localeCompare(b.enteredAt ?? LAST),
  due: (a, b) => (a.dueAt ?? LAST).localeCompare(b.dueAt ?? LAST),
  priority: (a, b) => b.priority - a.priority,
};

/** In the order that people gave, or in another one; equal ones keep their places. */
export function sorted(entries: readonly Entry[], order: View['order']): readonly Entry[] {
  if (order === 'place') return entries;
  return entries.toSorted((a, b) => BEFORE[order](a.card.value, b.card.value));
}
