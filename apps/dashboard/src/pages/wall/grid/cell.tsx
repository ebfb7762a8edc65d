import { type ReadonlySignal, useComputed } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { CardItem } from '../card/card-item.tsx';
import { useTools } from '../tools.ts';
import { laneOf, laneTitle } from './lanes.ts';
import { sorted } from './orders.ts';

interface Props {
  readonly queue: string;
  readonly lane: string;
  readonly isFolded: boolean;
  /** How many of its cards are drawn. */
  readonly drawn: ReadonlySignal<number>;
}

/** The cards of one queue in one lane. */
export function Cell({ queue, lane, isFolded, drawn }: Props) {
  const { view } = useApp();
  const { wall } = useTools();
  const host = useRef<HTMLUListElement>(null);
  // By themselves: a letter in the search is another view, and no other list of cards.
  const lanes = useComputed(() => view.value.lanes);
  const order = useComputed(() => view.value.order);
  const cards = useComputed(() => {
    const split = lanes.value;
    const all = wall.cardsIn(queue).value.flatMap((reference) => wall.entries.get(reference) ?? []);
    const mine = split === 'none' ? all : all.filter(({ card }) => laneOf(card.value, split) === lane);
    return sorted(mine, order.value);
  });
  const split = lanes.value;
  const list = cards.value;
  const shown = list.slice(0, drawn.value);

  useLayoutEffect(() => {
    const wanted = wall.focusWanted;
    if (wanted === null || !shown.some(({ reference }) => reference === wanted)) return;
    wall.focusWanted = null;
    // The person is elsewhere meanwhile.
    if (document.activeElement !== document.body) return;
    host.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(wanted)}"] article`)?.focus();
  });

  const title = split === 'none' ? queue : `${queue}, ${laneTitle(split, lane)}`;
  return (
    <div class={`cell${isFolded ? ' is-folded' : ''}`} data-column={queue} data-lane={lane}>
      {split !== 'none' && list.length > 0 && <p class="share">{list.length}</p>}
      <ul aria-label={title} ref={host}>
        {!isFolded && shown.map((entry) => <CardItem key={entry.reference} entry={entry} queue={queue} />)}
      </ul>
    </div>
  );
}
