import type { Entry } from '../model/entry.ts';

/** What is known of a card, in the order in which it is asked for at a stand-up. */
export function Facts({ entry }: { entry: Entry }) {
  const card = entry.card.value;
  const { pace, isSlow, outlook, isBad } = entry.outlook.value;
  const { blockedReason, openDependencies, checklistDone, checklistItems, classOfService, due } = card;
  return (
    <>
      {blockedReason !== null && <p class="card-blocked">Blocked: {blockedReason || 'no reason given'}</p>}
      <ul class="card-facts">
        <li class="card-assignee">{card.assignee ?? 'nobody'}</li>
        {classOfService !== 'standard' && <li class="card-class">{classOfService}</li>}
        <li>
          {card.inQueue} here {card.isNewHere && <span class="new-here">new</span>}
        </li>
        {card.finishedAt === null && pace !== null && <li class={isSlow ? 'warned' : undefined}>{pace}</li>}
        {due !== null && (
          <li class={card.isPastDue ? 'warned' : undefined}>
            {card.isPastDue ? 'was due' : 'due'} {due}
          </li>
        )}
        {card.finishedAt === null && outlook !== null && (
          <li class={isBad ? 'warned' : undefined}>{outlook}</li>
        )}
        {openDependencies > 0 && (
          <li class="warned">
            waits for {openDependencies} {openDependencies === 1 ? 'other' : 'others'}
          </li>
        )}
        {checklistItems > 0 && (
          <li>
            {checklistDone} of {checklistItems} checked
          </li>
        )}
        {card.parent !== null && <li>part of {card.parent}</li>}
      </ul>
    </>
  );
}
