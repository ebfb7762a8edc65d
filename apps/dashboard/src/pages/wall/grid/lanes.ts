import type { View } from '../../../view/view.ts';
import type { Card } from '../model/look-of-card.ts';
import type { Wall } from '../model/wall.ts';

type Split = View['lanes'];

export function laneOf(card: Card, split: Split): string {
  return split === 'none' ? '' : (card[split] ?? '');
}

/** By name; cards without a value come last. One lane where the wall is not split. */
export function lanesOf(wall: Wall, split: Split): string[] {
  if (split === 'none') return [''];
  const names = new Set<string>();
  for (const cards of wall.columns.value.values()) {
    for (const reference of cards) {
      const entry = wall.entries.get(reference);
      if (entry) names.add(laneOf(entry.card.value, split));
    }
  }
  const sorted = [...names].sort((a, b) => Number(a === '') - Number(b === '') || a.localeCompare(b));
  return sorted.length === 0 ? [''] : sorted;
}

const WITHOUT = {
  none: '',
  type: 'no type',
  classOfService: 'no class',
  assignee: 'nobody',
  parent: 'no parent',
};

export function laneTitle(split: Split, lane: string): string {
  return lane === '' ? WITHOUT[split] : lane;
}
