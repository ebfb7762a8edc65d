import fc from 'fast-check';
import { itemsBelow } from './board.ts';
import { bulkOperations } from './bulk.ts';
import { cardOperations } from './cards.ts';
import { deadlineOperations } from './deadlines.ts';
import { housekeepingOperations } from './housekeeping.ts';
import { itemOperations } from './items.ts';
import { linkOperations } from './links.ts';
import type { Kind, Operation } from './operation.ts';
import { ruleOperations } from './rules.ts';
import { thingOperations } from './things.ts';

/**
 * Operations on items named by the numbers below `itemCount`, in the frequency of a lively board: what anyone does to cards
 * and items; what an administrator does besides; and what makes transactions of its own.
 */
export function operationsOn(itemCount: number) {
  const names = itemsBelow(itemCount);
  const cards = cardOperations(names);
  const items = itemOperations(names);
  const links = linkOperations(names);
  const things = thingOperations(names);
  const deadlines = deadlineOperations(names);
  const bulk = bulkOperations(names);
  const rules = ruleOperations;

  const byAnyone = [
    often(8, cards.enter),
    often(14, cards.move),
    often(4, cards.moveSeveral),
    often(2, cards.remove),
    often(1, cards.removeSeveral),
    often(5, cards.place),
    often(4, items.log),
    often(1, items.erase),
    often(3, items.softDelete),
    often(4, items.restore),
    often(4, items.assign),
    often(5, items.block),
    often(3, links.depend),
    often(1, links.undepend),
    often(2, links.hang),
    often(4, links.hangOne),
    often(3, links.defect),
    often(4, things.add),
    often(2, things.tick),
    often(3, deadlines.setDue),
    often(1, deadlines.flag),
    often(3, deadlines.sweep),
  ];
  const byAdministrators = [
    often(2, rules.limit),
    often(1, rules.rename),
    often(2, rules.personLimit),
    often(1, rules.noPersonLimit),
    often(3, rules.allow),
    often(2, rules.allowNoLonger),
    often(2, rules.switch),
    often(1, bulk.move),
    often(1, bulk.enter),
  ];
  /** Behind the back of who has begun to look before. */
  const ofTheRules = [
    often(2, rules.limit),
    often(2, rules.personLimit),
    often(4, rules.allow),
    often(3, rules.allowNoLonger),
    often(6, rules.switch),
    often(3, bulk.kind),
    often(1, bulk.order),
  ];
  const alone = [often(5, housekeepingOperations.daysPass), often(6, housekeepingOperations.keepHouse)];
  return {
    cards,
    items,
    rules,
    bulk,
    byAnyone: fc.oneof(...byAnyone),
    byOthers: fc.oneof(...byAnyone, { weight: 60, arbitrary: fc.oneof(...ofTheRules) }),
    withinTransactions: fc.oneof(...byAnyone, ...byAdministrators),
    any: fc.oneof(...byAnyone, ...byAdministrators, ...alone),
  };
}

function often<F>(
  weight: number,
  { arbitrary }: Kind<F>,
): { weight: number; arbitrary: fc.Arbitrary<Operation> } {
  return { weight, arbitrary };
}
