import type { WorkItemAnswer } from '@kanban/api';
import { zonedDates } from '@kanban/charts';
import { ScrollBox } from '../../cards/scroll-box.tsx';

/** Every row of the log about an item, the newest first. */
export function Moves({ item, timeZone }: { item: WorkItemAnswer; timeZone: string }) {
  const dates = zonedDates(timeZone);
  return (
    <>
      <h3>What happened to it, and who did it?</h3>
      <ScrollBox kind="table-box" label="What happened">
        <table>
          <caption class="visually-hidden">What happened</caption>
          <thead>
            <tr>
              {['When', 'From', 'To', 'By', 'Why'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {item.moves.toReversed().map((move) => (
              <tr key={move.id}>
                <td>{dates.dateTime(move.occurredAt)}</td>
                <td>{move.fromQueue ?? 'outside'}</td>
                <td>{move.toQueue ?? 'off the board'}</td>
                <td>{move.actor}</td>
                <td class="text">{move.reason ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}
