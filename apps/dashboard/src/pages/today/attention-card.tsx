import { attentionList } from '@kanban/charts';
import { useRemote } from '../../app/context.ts';
import { ListCard } from '../../cards/list-card.tsx';
import { ask } from '../../view/ask.ts';

export const attention = ask('attention');

/** What stands out, the most serious first. */
export function AttentionCard() {
  const remote = useRemote(attention);
  const { answer } = remote;
  const { id, question, csv, first, columns, summary, rows } = attentionList;
  const words = answer ? summary(answer) : '';
  return (
    <ListCard
      id={id}
      question={question}
      answer={words}
      emptyText={words}
      csv={csv}
      first={first}
      columns={columns}
      rows={answer ? rows(answer) : []}
      remote={remote}
      fills
    />
  );
}
