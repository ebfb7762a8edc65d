import { cardsIn, isOn } from './board.ts';
import { isListed, placesLeft, put } from './cards.ts';
import { setField } from './fields.ts';
import type { Model, ModelItem, ModelQueue, Verdict } from './model.ts';

export interface HouseRules {
  /** After how many days; null: never. */
  readonly dropAfter: number | null;
  readonly completeAfter: number | null;
}

export function setDefect(model: Model, reference: string, of: string | null): Verdict {
  if (of !== null && model.items.has(reference) && !model.items.has(of)) return ['UNKNOWN_ITEM'];
  setField(model, reference, 'defectOf', of);
  return [];
}

/** Drops what is stale and completes what is well delivered, past workflow and blocks but not past limits. */
export function keepHouse(model: Model, rules: HouseRules): void {
  for (const { cards, to, isDrop } of aged(model, rules)) {
    if (placesFor(model, to) < cards.length) continue;
    for (const reference of cards) {
      const item = model.items.get(reference) as ModelItem;
      const notes = [
        isListed(model, item, to.key) ? [] : 'illegal_move',
        item.blockedReason === null ? [] : 'blocked',
        placesLeft(model, to) > 0 ? [] : 'over_limit',
      ].flat();
      put(model, reference, item, to, { notes });
      if (isDrop) model.told.push(`work_item.dropped_as_stale ${reference}`);
    }
    // The order they go in nobody promised.
    to.isUnsure ||= cards.length > 1;
  }
}

/** There is room for some of them: which those are nobody promised. */
export function isAnybodysGuess(model: Model, rules: HouseRules): boolean {
  return aged(model, rules).some(({ cards, to }) => {
    const free = placesFor(model, to);
    return free > 0 && free < cards.length;
  });
}

function placesFor(model: Model, queue: ModelQueue): number {
  return isOn(model, 'enforce_wip_limits') ? placesLeft(model, queue) : Number.POSITIVE_INFINITY;
}

function aged(model: Model, { dropAfter, completeAfter }: HouseRules) {
  const of = (kind: ModelQueue['kind']) => model.queues.find((queue) => queue.kind === kind) as ModelQueue;
  const cardsOf = (kind: ModelQueue['kind']) =>
    model.queues.filter((queue) => queue.kind === kind).flatMap((queue) => cardsIn(model, queue));
  const isOld = (reference: string, days: number | null) =>
    days !== null && model.day - (model.items.get(reference) as ModelItem).since >= days;
  const hasDefect = (reference: string) =>
    [...model.items.values()].some((item) => item.defectOf === reference && !item.isDeleted);
  const stale = cardsOf('backlog').filter((card) => isOld(card, dropAfter));
  const delivered = cardsOf('delivered').filter((card) => isOld(card, completeAfter));
  return [
    { cards: stale, to: of('dropped'), isDrop: true },
    { cards: delivered.filter((card) => !hasDefect(card)), to: of('completed'), isDrop: false },
  ];
}
