import { useApp } from '../app/context.ts';
import { Dialog } from '../app/dialog.tsx';
import { addressOf, onPage } from '../view/view.ts';
import { ItemBody } from './item-body.tsx';
import { useAnswer } from './use-answer.ts';

/** The way of one item through the queues, above any page. */
export function ItemDialog() {
  const { client, choose, view } = useApp();
  const { item: reference, page } = view.value;
  const isOpen = reference !== null && page !== 'item';
  const { answer, failure } = useAnswer(isOpen ? reference : null, (signal) =>
    client.ask('/v1/work-items/{reference}', { reference: reference ?? '' }, signal),
  );
  const itsPage = onPage(view.value, 'item', { item: reference });
  return (
    <Dialog id="item-dialog" isOpen={isOpen} heading={reference} closed={() => choose({ item: null })}>
      <div class="item-body">
        {answer ? (
          <>
            <p>
              <a
                href={addressOf(itsPage)}
                onClick={(event) => {
                  event.preventDefault();
                  choose(itsPage);
                }}
              >
                Everything about it
              </a>
            </p>
            <ItemBody item={answer} timeZone={view.value.timeZone ?? answer.timeZone} />
          </>
        ) : (
          <p class="note">{failure ? failure.brief : 'Loading …'}</p>
        )}
      </div>
    </Dialog>
  );
}
