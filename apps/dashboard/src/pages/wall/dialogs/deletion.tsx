import { zonedDates } from '@kanban/charts';
import { useSignal } from '@preact/signals';
import { useTools } from '../tools.ts';
import { ActButton } from './act-button.tsx';
import type { Item } from './item-fields.ts';

/** Deletes softly, after asking once more; a deleted item can come back. */
export function Deletion({ item }: { item: Item }) {
  const { acts, wall } = useTools();
  const isAsking = useSignal(false);
  const { reference, deletedAt, deletedBy, timeZone } = item;
  if (deletedAt !== null) {
    return (
      <p class="form-note">
        {deletedBy ?? 'Somebody'} deleted it on {zonedDates(timeZone).dateTime(deletedAt)}.{' '}
        {wall.mayEdit.value && (
          <ActButton
            action="Restore"
            act={async (sending) => {
              const { queue } = await acts.run('restore', { reference, body: {} }, sending);
              wall.say(`${reference} is back${queue === null ? '' : ` in ${queue}`}.`);
            }}
          />
        )}
      </p>
    );
  }
  if (!wall.mayEdit.value) return null;
  return (
    <p class="deletion">
      {isAsking.value ? (
        <>
          Delete {reference}? It can be restored later.{' '}
          <ActButton
            action="Yes, delete it"
            act={async (sending) => {
              await acts.run('delete', { reference }, sending);
              isAsking.value = false;
              wall.say(`${reference} is deleted.`);
            }}
          />{' '}
          <button
            type="button"
            onClick={() => {
              isAsking.value = false;
            }}
          >
            No
          </button>
        </>
      ) : (
        <button
          type="button"
          onClick={() => {
            isAsking.value = true;
          }}
        >
          Delete …
        </button>
      )}
    </p>
  );
}
