import type { WorkItemAnswer } from '@kanban/api';
import { formatDay, formatDuration, itemTimeWords, zonedDates } from '@kanban/charts';
import { largest } from '@kanban/domain/extremes';
import { WayBar } from './way-bar.tsx';

type Visit = WorkItemAnswer['visits'][number];

interface Props {
  readonly item: WorkItemAnswer;
  readonly timeZone: string;
}

/** What is known of an item, and where it has been for how long. */
export function ItemBody(props: Props) {
  const { item } = props;
  return (
    <>
      <p class="item-desc">{item.shortDesc ?? 'No description'}</p>
      <ItemFacts {...props} />
      <h3>Where has it been, and for how long?</h3>
      <p>{itemTimeWords(item)}</p>
      <ItemWay {...props} />
    </>
  );
}

export function ItemFacts({ item, timeZone }: Props) {
  return (
    <dl class="facts">
      {factsOf(item, timeZone).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Its time at a glance, then visit by visit. */
export function ItemWay(props: Props) {
  return (
    <>
      <WayBar item={props.item} />
      <Journey {...props} />
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
function Journey({ item, timeZone }: Props) {
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
        <li
          key={visit.enteredAt + visit.queue}
          data-about={visit.enteredAt}
          class={visit.leftAt === null ? 'lasts' : undefined}
        >
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
              class={`visit-bar ${visit.kind === 'active' ? 'way-active' : 'way-waiting'}`}
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
