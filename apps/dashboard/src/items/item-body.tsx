import type { WorkItemAnswer } from '@kanban/api';
import { formatDay, formatDuration, zonedDates } from '@kanban/charts';
import { largest } from '@kanban/domain/extremes';

type Visit = WorkItemAnswer['visits'][number];

/** What is known of an item, and where it has been for how long. */
export function ItemBody({ item, timeZone }: { item: WorkItemAnswer; timeZone: string }) {
  return (
    <>
      <p class="item-desc">{item.shortDesc ?? 'No description'}</p>
      <dl class="facts">
        {factsOf(item, timeZone).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>Where has it been, and for how long?</h3>
      <Journey item={item} timeZone={timeZone} />
    </>
  );
}

function factsOf(item: WorkItemAnswer, timeZone: string): [string, string][] {
  const dates = zonedDates(timeZone);
  const at = (instant: string | null) => (instant === null ? null : dates.dateTime(instant));
  const facts: [string, string | null][] = [
    ['Stream', item.valueStream],
    ['Now in', item.queue],
    ['Type', item.type],
    ['Class of service', item.classOfService],
    ['Assignee', item.assignee],
    ['Depends on', item.dependency],
    ['Due', item.dueIsDay && item.dueAt !== null ? formatDay(item.dueAt) : at(item.dueAt)],
    ['Entered', at(item.enteredAt)],
    ['Committed', at(item.committedAt)],
    ['Finished', at(item.finishedAt)],
    ['Dropped', at(item.droppedAt)],
    ['Lead time', item.leadTimeMs === null ? null : formatDuration(item.leadTimeMs)],
    ['Cycle time', item.cycleTimeMs === null ? null : formatDuration(item.cycleTimeMs)],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== '');
}

/** Bars share a scale of the time until the item was done: how long it has been delivered since says nothing of its way. */
function Journey({ item, timeZone }: { item: WorkItemAnswer; timeZone: string }) {
  const dates = zonedDates(timeZone);
  const isAfterwards = ({ enteredAt }: Visit) => {
    const end = item.finishedAt ?? item.droppedAt;
    return end !== null && enteredAt >= end;
  };
  const longest = largest(
    item.visits.filter((visit) => !isAfterwards(visit)).map(({ durationMs }) => durationMs),
    1,
  );
  return (
    <ol class="journey">
      {item.visits.map((visit) => (
        <li key={visit.enteredAt + visit.queue} class={visit.leftAt === null ? 'lasts' : undefined}>
          <div class="visit">
            <b>{visit.queue}</b>
            <span>
              {isAfterwards(visit)
                ? 'done'
                : `${formatDuration(visit.durationMs)}${visit.leftAt === null ? ' so far' : ''}`}
            </span>
          </div>
          {!isAfterwards(visit) && (
            <div
              class="visit-bar"
              aria-hidden="true"
              style={{ width: `${Math.max(0.5, (visit.durationMs / longest) * 100)}%` }}
            />
          )}
          <p>
            since {dates.dateTime(visit.enteredAt)}
            {visit.movedBack ? ', moved back' : ''}
          </p>
        </li>
      ))}
    </ol>
  );
}
