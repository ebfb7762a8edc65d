import { countOf, itemLinksWords, itemTimeWords } from '@kanban/charts';
import { useApp } from '../../app/context.ts';
import type { PageDefinition } from '../../app/page-definition.ts';
import { ItemFacts, ItemWay } from '../../items/item-body.tsx';
import { useAnswer } from '../../items/use-answer.ts';
import { knownAsOf } from '../../view/request.ts';
import { Deliveries } from './deliveries.tsx';
import { History, happeningsOf } from './history.tsx';
import { Family, LinkGraph } from './links.tsx';
import { Outlook } from './outlook.tsx';
import { Part } from './part.tsx';
import { Attachments, Checklists, Comments } from './texts.tsx';

export const item: PageDefinition = {
  uses: ['timeZone'],
  asks: () => [],
  Page: ItemPage,
};

function ItemPage() {
  const { client, view } = useApp();
  const reference = view.value.item;
  const asOf = knownAsOf(view.value.asOf);
  const { answer, failure } = useAnswer(
    reference === null ? null : JSON.stringify([reference, asOf]),
    (signal) => client.ask('/v1/work-items/{reference}', { reference: reference ?? '', asOf }, signal),
  );
  if (!answer) {
    const note = reference === null ? 'No item was chosen.' : (failure?.brief ?? 'Loading …');
    return <p class="note">{note}</p>;
  }
  const part = { item: answer, timeZone: view.value.timeZone ?? answer.timeZone };
  const happenings = happeningsOf(answer);
  const hasLinks = answer.links.length > 0;
  const progress = answer.checklists.filter(({ isDone }) => isDone).length;
  return (
    <div class="grid item-page">
      <Part {...part} id="item-itself" question="What is it?" answer={answer.shortDesc ?? 'No description'}>
        <Outlook {...part} />
        {answer.description && <p class="item-text">{answer.description}</p>}
        <ItemFacts {...part} />
        {answer.notKept.length > 0 && (
          <p class="note">Its {answer.notKept.join(', ')} of that time are not kept.</p>
        )}
      </Part>
      <Part {...part} id="item-way" question="Where has its time gone?" answer={itemTimeWords(answer)}>
        <ItemWay {...part} />
      </Part>
      {hasLinks && (
        <Part {...part} id="item-links" question="What is it tied to?" answer={itemLinksWords(answer)}>
          <LinkGraph item={answer} />
          <Family item={answer} />
        </Part>
      )}
      {answer.checklists.length > 0 && (
        <Part
          {...part}
          id="item-checklists"
          question="What is still to be done?"
          answer={`${progress} of ${answer.checklists.length} done`}
        >
          <Checklists {...part} />
        </Part>
      )}
      {answer.comments.length > 0 && (
        <Part
          {...part}
          id="item-comments"
          question="What was said?"
          answer={countOf(answer.comments.length, 'comment')}
        >
          <Comments {...part} />
        </Part>
      )}
      {answer.attachments.length > 0 && (
        <Part
          {...part}
          id="item-attachments"
          question="What belongs to it?"
          answer={countOf(answer.attachments.length, 'attachment')}
        >
          <Attachments {...part} />
        </Part>
      )}
      <Part
        {...part}
        id="item-history"
        question="What happened to it, and who did it?"
        answer={
          happenings.length === 0 ? 'Nothing yet' : `${countOf(happenings.length, 'thing')}, the newest first`
        }
      >
        <History happenings={happenings} timeZone={part.timeZone} />
      </Part>
      <Deliveries {...part} />
    </div>
  );
}
