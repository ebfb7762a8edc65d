import { askQuestion, type WorkItemAnswer } from '@kanban/api';
import { itemOutlookWords } from '@kanban/charts';
import { useApp } from '../../app/context.ts';
import { useAnswer } from '../../items/use-answer.ts';

/** When it will be done, and whether in time: as the list of open items says it. */
export function Outlook({ item, timeZone }: { item: WorkItemAnswer; timeZone: string }) {
  const { board, client } = useApp();
  const request = board.request.value;
  const isOpen =
    item.enteredAt !== null && item.finishedAt === null && item.droppedAt === null && !item.isRemoved;
  const { answer } = useAnswer(
    isOpen && request ? `${item.valueStream} ${item.reference} ${request.asOf}` : null,
    (signal) => {
      const { pointInterval, barInterval, measure, policy, asOf } = request as NonNullable<typeof request>;
      const choices = { stream: item.valueStream, pointInterval, barInterval, measure, policy, asOf };
      return askQuestion(client, 'workItems', choices, signal);
    },
  );
  const own = answer?.items.find(({ reference }) => reference === item.reference);
  return own ? <p class="answer">{itemOutlookWords(own, timeZone)}</p> : null;
}
