import type { WorkItemAnswer } from '@kanban/api';
import { deliveriesWords, resultWords, toldWords, zonedDates } from '@kanban/charts';
import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../../app/context.ts';
import { ScrollBox } from '../../cards/scroll-box.tsx';
import { TableHead } from '../../cards/table-head.tsx';
import { useAnswer } from '../../items/use-answer.ts';
import { Part } from './part.tsx';

/** Deliveries are no change of the board, which a page is told of. */
const ASK_AGAIN_MS = 5_000;

/** Who was told what about it, when, and with what result, the newest first. */
export function Deliveries({ item, timeZone }: { item: WorkItemAnswer; timeZone: string }) {
  const { client } = useApp();
  const { reference } = item;
  const [again, setAgain] = useState(0);
  const ask = (signal: AbortSignal) =>
    client.ask('/v1/work-items/{reference}/deliveries', { reference }, signal);
  const { answer, failure } = useAnswer(`deliveries ${reference}`, ask, again);
  const isOnItsWay = answer?.deliveries.some(
    ({ state, dueAt }) =>
      state === 'queued' ||
      state === 'sending' ||
      (dueAt !== null && Date.parse(dueAt) < Date.now() + ASK_AGAIN_MS),
  );
  useEffect(() => {
    if (!isOnItsWay) return;
    const timer = setTimeout(() => setAgain(again + 1), ASK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isOnItsWay, again]);

  const dates = zonedDates(timeZone);
  const deliveries = answer?.deliveries.toReversed() ?? [];
  const words = answer ? deliveriesWords(deliveries) : (failure?.brief ?? 'Loading …');
  return (
    <Part item={item} id="item-deliveries" question="Who was told about it?" answer={words}>
      {deliveries.length > 0 && (
        <ScrollBox kind="table-box" label="Who was told, the newest first">
          <table>
            <caption class="visually-hidden">Who was told</caption>
            <TableHead titles={['When', 'What', 'Whom', 'By', 'Result']} />
            <tbody>
              {deliveries.map((each, n) => (
                <tr key={n}>
                  <td>{dates.dateTime(each.happenedAt)}</td>
                  <td class="text">{toldWords(each)}</td>
                  <td>{each.told}</td>
                  <td>{CHANNELS[each.channel]}</td>
                  <td class="text">
                    {resultWords(each)}
                    {each.settledAt !== null && <small> {dates.dateTime(each.settledAt)}</small>}
                    {each.dueAt !== null && <small> next {dates.dateTime(each.dueAt)}</small>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </Part>
  );
}

const CHANNELS = { email: 'mail', slack: 'Slack', teams: 'Teams', webhook: 'webhook' } as const;
