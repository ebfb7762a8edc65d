import type { WorkItemAnswer } from '@kanban/api';
import type { ComponentChildren } from 'preact';
import { Card } from '../../cards/card.tsx';

/** A card of the item page. */
export function Part(props: {
  item: WorkItemAnswer;
  id: string;
  question: string;
  answer: string;
  children: ComponentChildren;
}) {
  const { item, id, question, answer, children } = props;
  const shown = { question: `${id} ${item.reference}`, answer: item, isReady: true };
  return (
    <Card
      id={id}
      kind="list-card"
      question={question}
      answer={answer}
      look="shown"
      isLoading={false}
      shown={shown}
    >
      <div class="item-body">{children}</div>
    </Card>
  );
}
