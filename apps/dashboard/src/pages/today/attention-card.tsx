import { attentionList } from '@kanban/charts';
import { useRemote } from '../../app/context.ts';
import { ListCard } from '../../cards/list-card.tsx';
import { ask } from '../../view/ask.ts';
import { openItems } from './open-items-cards.tsx';

export const attention = ask('attention');

/** What stands out, the most serious first. */
export function AttentionCard() {
  const remote = useRemote(attention);
  const { answer } = remote;
  // What stands out is open, so that its title is in the page's other list.
  const titles = new Map(
    useRemote(openItems).answer?.items.map(({ reference, shortDesc }) => [reference, shortDesc]),
  );
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
      rows={(answer ? rows(answer) : []).map((row) => ({
        ...row,
        shortDesc: (row.reference !== null && titles.get(row.reference)) || null,
      }))}
      remote={remote}
      fills
    />
  );
}
