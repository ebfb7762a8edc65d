import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { ApiFailure } from '@kanban/api';
import type { App } from '../../../app/context.ts';
import { queueOf, targetAt } from '../model/arrange.ts';
import type { Tools } from '../tools.ts';
import { foreseen } from './foreseen.ts';
import { ORDER_IS_OTHER } from './steps.ts';

/** Lets a card be taken: by the mouse, or by a finger that presses and holds. A swipe scrolls, always. */
export function dragCard(element: HTMLElement, reference: string, { wall }: Tools): () => void {
  return draggable({
    element,
    canDrag: ({ input }) => wall.mayMove.peek() && input.button === 0,
    getInitialData: () => ({ card: reference }),
  });
}

/** The whole of each column takes a card, its head too; a line shows where. Nothing shifts until it is dropped. */
export function watchDrags(host: HTMLElement, app: App, tools: Tools): () => void {
  const { inHand, mover, wall } = tools;
  const line = host.querySelector<HTMLElement>('.drop-line') as HTMLElement;
  const target = dropTargetForElements({ element: host, getData: () => ({}) });
  const scroll = autoScrollForElements({ element: host });
  let heads: HTMLElement[] = [];
  /** Nothing is drawn anew during a drag: each cell is asked once for its cards. */
  let shown = new Map<HTMLElement, HTMLElement[]>();

  const monitor = monitorForElements({
    canMonitor: ({ source }) => typeof source.data.card === 'string',
    onDragStart: ({ source }) => {
      const reference = source.data.card as string;
      wall.hold(true);
      source.element.classList.add('in-hand');
      inHand.value = { reference, refusals: foreseen(wall, reference) };
      heads = [...host.querySelectorAll<HTMLElement>('.queue-head')];
      shown = new Map();
      void askMoves(reference);
    },
    onDrag: ({ source, location }) => {
      const { clientX, clientY } = location.current.input;
      const isOver = location.current.dropTargets.length > 0;
      showAt(isOver ? placeAt(source.data.card as string, clientX, clientY) : null);
    },
    onDrop: ({ source, location }) => {
      const reference = source.data.card as string;
      const { clientX, clientY } = location.current.input;
      const isOver = location.current.dropTargets.length > 0;
      const place = isOver ? placeAt(reference, clientX, clientY) : null;
      showAt(null);
      source.element.classList.remove('in-hand');
      inHand.value = null;
      wall.hold(false);
      if (place) drop(reference, place);
    },
  });

  return () => {
    monitor();
    target();
    scroll();
  };

  async function askMoves(reference: string): Promise<void> {
    try {
      const answer = await wall.board.call('moves', { reference });
      if (inHand.peek()?.reference !== reference || !answer) return;
      const refused = answer.moves.filter(({ refusal }) => refusal !== null);
      inHand.value = {
        reference,
        refusals: new Map(refused.map(({ queue, refusal }) => [queue, refusal?.sentence ?? ''])),
      };
    } catch (error) {
      // Dropped, it is answered then.
      if (!(error instanceof ApiFailure)) throw error;
    }
  }

  interface Place {
    readonly queue: string;
    readonly cell: HTMLElement | null;
    readonly cards: readonly HTMLElement[];
    /** Among the cards shown in the cell, without the one in the hand. */
    readonly index: number;
  }

  function placeAt(reference: string, x: number, y: number): Place | null {
    const box = host.getBoundingClientRect();
    const inside = Math.min(Math.max(x, box.left + 1), box.right - 1);
    const head = heads.find((element) => {
      const { left, right } = element.getBoundingClientRect();
      return inside >= left && inside < right;
    });
    const queue = head?.dataset.queue;
    if (queue === undefined) return null;
    const cells = [...host.querySelectorAll<HTMLElement>(`.cell[data-column="${CSS.escape(queue)}"]`)];
    const cell = cells.find((each) => y < each.getBoundingClientRect().bottom) ?? cells.at(-1) ?? null;
    const cards = cell ? shownIn(cell, reference) : [];
    return { queue, cell, cards, index: firstBelow(cards, y) };
  }

  function shownIn(cell: HTMLElement, reference: string): readonly HTMLElement[] {
    let cards = shown.get(cell);
    if (!cards) {
      const all = [...cell.querySelectorAll<HTMLElement>('.wall-card:not([hidden])')];
      cards = all.filter((card) => card.dataset.card !== reference);
      shown.set(cell, cards);
    }
    return cards;
  }

  function showAt(place: Place | null): void {
    for (const head of heads) head.classList.toggle('is-over', head.dataset.queue === place?.queue);
    line.hidden = place?.cell == null || app.view.peek().order !== 'place';
    if (!place?.cell || line.hidden) return;
    const grid = line.parentElement?.getBoundingClientRect() ?? new DOMRect();
    const cell = place.cell.getBoundingClientRect();
    const next = place.cards[place.index]?.getBoundingClientRect();
    const last = place.cards.at(-1)?.getBoundingClientRect();
    const top = next ? next.top - 5 : last ? last.bottom + 1 : cell.top + 3;
    const under = heads[0]?.getBoundingClientRect().bottom ?? 0;
    line.style.transform = `translate(${cell.left - grid.left}px, ${Math.max(top, under + 2) - grid.top}px)`;
    line.style.width = `${cell.width}px`;
  }

  function drop(reference: string, { queue, cards, index }: Place): void {
    const isByPlace = app.view.peek().order === 'place';
    const from = queueOf(wall.columns.peek(), reference);
    if (!isByPlace) {
      if (from === queue) refuse(reference, ORDER_IS_OTHER);
      else void mover.move(reference, { queue });
      return;
    }
    const all = (wall.columns.peek().get(queue) ?? []).filter((each) => each !== reference);
    const next = cards[index]?.dataset.card;
    const above = cards[index - 1]?.dataset.card;
    // Below the last card that is shown, where cards that are filtered out may lie further down.
    const at =
      next !== undefined ? all.indexOf(next) : above !== undefined ? all.indexOf(above) + 1 : all.length;
    void mover.move(reference, targetAt(queue, all, at < 0 ? all.length : at));
  }

  function refuse(reference: string, sentence: string): void {
    const entry = wall.entries.get(reference);
    if (entry) entry.refusal.value = sentence;
    wall.say(sentence);
  }
}

/** The first card whose middle lies below y. */
function firstBelow(cards: readonly HTMLElement[], y: number): number {
  let [low, high] = [0, cards.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const { top, height } = (cards[middle] as HTMLElement).getBoundingClientRect();
    if (top + height / 2 > y) high = middle;
    else low = middle + 1;
  }
  return low;
}
