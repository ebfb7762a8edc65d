import { useApp } from '../../app/context.ts';
import type { PageDefinition } from '../../app/page-definition.ts';
import { ItemBody } from '../../items/item-body.tsx';
import { useAnswer } from '../../items/use-answer.ts';
import { Moves } from './moves.tsx';

export const item: PageDefinition = {
  uses: ['timeZone'],
  asks: () => [],
  Page: ItemPage,
};

function ItemPage() {
  const { client, view } = useApp();
  const reference = view.value.item;
  const { answer, failure } = useAnswer(reference, (signal) =>
    client.ask('/v1/work-items/{reference}', { reference: reference ?? '' }, signal),
  );
  return (
    <section class="card item-page" aria-label="The item">
      {answer ? (
        <>
          <ItemBody item={answer} timeZone={view.value.timeZone ?? answer.timeZone} />
          <Moves item={answer} timeZone={view.value.timeZone ?? answer.timeZone} />
        </>
      ) : (
        <p class="note">{reference === null ? 'No item was chosen.' : (failure?.brief ?? 'Loading …')}</p>
      )}
    </section>
  );
}
