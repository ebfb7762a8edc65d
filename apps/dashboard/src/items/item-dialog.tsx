import { useApp } from '../app/context.ts';
import { Dialog } from '../app/dialog.tsx';
import { knownAsOf } from '../view/request.ts';
import { addressOf, onPage } from '../view/view.ts';
import { ItemBody } from './item-body.tsx';
import { useAnswer } from './use-answer.ts';

/** The way of one item through the queues, above any page but the wall, whose cards can be changed. */
export function ItemDialog() {
  const { client, choose, view } = useApp();
  const { item: reference, page } = view.value;
  const isOpen = reference !== null && page !== 'item' && page !== 'wall';
  const asOf = knownAsOf(view.value.asOf);
  const { answer, failure } = useAnswer(isOpen ? JSON.stringify([reference, asOf]) : null, (signal) =>
    client.ask('/v1/work-items/{reference}', { reference: reference ?? '', asOf }, signal),
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
