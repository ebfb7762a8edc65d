import { attentionKind, attentionWords, zonedDates } from '@kanban/charts';
import { useRemote } from '../../app/context.ts';
import { ListCard } from '../../cards/list-card.tsx';
import { ask } from '../../view/ask.ts';

export const attention = ask('attention');

/** What stands out, the most serious first. */
export function AttentionCard() {
  const remote = useRemote(attention);
  const { answer } = remote;
  const dates = answer && zonedDates(answer.timeZone);
  return (
    <ListCard
      id="attention"
      question="What should we talk about now?"
      answer={answer ? attentionWords(answer) : ''}
      emptyText={answer ? attentionWords(answer) : ''}
      csv={{ table: 'Attention', words: 'what to talk about' }}
      first="About"
      columns={['Why', 'In words', 'Since']}
      rows={(answer?.lines ?? []).map(({ reference, queue, assignee, ...line }) => ({
        key: `${line.kind} ${reference ?? queue ?? assignee}`,
        reference,
        name: queue ?? assignee ?? 'the stream',
        shortDesc: null,
        cells: [
          attentionKind(line.kind),
          line.says,
          line.since === null || !dates ? '' : dates.date(line.since),
        ],
        isLate: line.severity === 1,
      }))}
      remote={remote}
    />
  );
}
