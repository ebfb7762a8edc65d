import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Filter, keeps, textOf } from './keeps.ts';
import { type Card, NO_OUTLOOK, type Outlook } from './look-of-card.ts';

/** How a move of the card stands: sent, or sent without an answer so far. */
type Sending = 'still' | 'sending' | 'unsure';

/** One card of the wall, with a signal for each thing that changes by itself. */
export interface Entry {
  readonly reference: string;
  readonly card: Signal<Card>;
  readonly outlook: Signal<Outlook>;
  readonly sending: Signal<Sending>;
  /** Why its last move was refused, until the next one. */
  readonly refusal: Signal<string | null>;
  readonly isHidden: ReadonlySignal<boolean>;
  readonly isSelected: ReadonlySignal<boolean>;
  /** 0 for the one card that Tab comes to, else -1. */
  readonly tab: ReadonlySignal<0 | -1>;
}

interface Around {
  readonly filter: ReadonlySignal<Filter>;
  readonly selected: ReadonlySignal<ReadonlySet<string>>;
  readonly spot: ReadonlySignal<string>;
}

export function createEntry(first: Card, { filter, selected, spot }: Around): Entry {
  const { reference } = first;
  const card = signal(first);
  const text = computed(() => textOf(card.value));
  return {
    reference,
    card,
    outlook: signal(NO_OUTLOOK),
    sending: signal('still'),
    refusal: signal(null),
    isHidden: computed(() => !keeps(filter.value, card.value, text.value)),
    isSelected: computed(() => selected.value.has(reference)),
    tab: computed(() => (spot.value === cardSpot(reference) ? 0 : -1)),
  };
}

/** Where the keyboard is within the wall. */
export const cardSpot = (reference: string) => `card ${reference}`;
/** Null: a head. */
export const referenceOf = (spot: string) => (spot.startsWith('card ') ? spot.slice('card '.length) : null);
export const headSpot = (queue: string) => `head ${queue}`;
