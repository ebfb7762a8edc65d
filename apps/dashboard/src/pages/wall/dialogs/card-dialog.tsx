import { useComputed } from '@preact/signals';
import { useApp } from '../../../app/context.ts';
import { Dialog } from '../../../app/dialog.tsx';
import { addressOf, onPage } from '../../../view/view.ts';
import { useTools } from '../tools.ts';
import { Attachments } from './attachments.tsx';
import { Block } from './block.tsx';
import { Checklist } from './checklist.tsx';
import { Comments } from './comments.tsx';
import { Deletion } from './deletion.tsx';
import { Dependencies } from './dependencies.tsx';
import { EditForm } from './edit-form.tsx';
import { Follow } from './follow.tsx';
import { useItem } from './use-item.ts';

/** One card, and all that can be done to it. A deleted item's address shows it as well. */
export function CardDialog() {
  const { choose, view } = useApp();
  const { moving, wall } = useTools();
  const reference = useComputed(() => view.value.item);
  const { item, failure } = useItem(wall, reference).value;
  const open = reference.value;
  const itsPage = onPage(view.value, 'item', { item: open });
  const mayEdit = wall.mayEdit.value;
  return (
    <Dialog
      id="card-dialog"
      isOpen={open !== null}
      heading={open}
      closed={() => {
        choose({ item: null });
      }}
    >
      {failure && <p class="form-refusal">{failure.message}</p>}
      {!item && !failure && <p class="note">Loading …</p>}
      {item && (
        <div class="card-body">
          {item.deletedAt === null ? (
            <p class="card-where">
              {item.queue === null ? 'It is not on the board.' : `In ${item.queue}, place ${item.place}.`}{' '}
              {wall.mayMove.value && (
                <button
                  type="button"
                  onClick={() => {
                    choose({ item: null });
                    moving.value = item.reference;
                  }}
                >
                  Move …
                </button>
              )}{' '}
              <a
                href={addressOf(itsPage)}
                onClick={(event) => {
                  event.preventDefault();
                  choose(itsPage);
                }}
              >
                What happened to it
              </a>
            </p>
          ) : null}
          {item.deletedAt === null && <Follow key={`follow ${item.reference}`} item={item} />}
          <Deletion key={`deletion ${item.reference}`} item={item} />
          {mayEdit && item.deletedAt === null ? (
            <EditForm key={item.reference} item={item} />
          ) : (
            <p class="item-desc">{item.shortDesc}</p>
          )}
          {item.deletedAt === null && (
            <>
              <Block item={item} />
              <Checklist item={item} />
              <Dependencies item={item} />
              <Comments item={item} />
              <Attachments item={item} />
            </>
          )}
        </div>
      )}
    </Dialog>
  );
}
