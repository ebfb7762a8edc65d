import type { View } from '../../../view/view.ts';
import type { Card } from './look-of-card.ts';

export interface Filter extends Pick<View, 'type' | 'classOfService' | 'assignee'> {
  readonly words: readonly string[];
  /** Only these; null: all. */
  readonly only: ReadonlySet<string> | null;
}

export function filterOf({ search, type, classOfService, assignee }: View, only: Filter['only']): Filter {
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return { words, type, classOfService, assignee, only };
}

export function isNarrow({ words, type, classOfService, assignee, only }: Filter): boolean {
  return words.length > 0 || [type, classOfService, assignee, only].some((each) => each !== null);
}

/** What a search looks at. */
export function textOf(card: Card): string {
  const { reference, shortDesc, assignee, type, classOfService, blockedReason, parent } = card;
  return [reference, shortDesc, assignee, type, classOfService, blockedReason, parent]
    .join('\n')
    .toLowerCase();
}

export function keeps(filter: Filter, card: Card, text: string): boolean {
  return (
    (filter.type === null || filter.type === card.type) &&
    (filter.classOfService === null || filter.classOfService === card.classOfService) &&
    (filter.assignee === null || filter.assignee === card.assignee) &&
    (filter.only === null || filter.only.has(card.reference)) &&
    filter.words.every((word) => text.includes(word))
  );
}
