import { Dialog } from '../../../app/dialog.tsx';
import { useTools } from '../tools.ts';
import { DraftForm } from './draft-form.tsx';
import { changes, fieldsOf } from './item-fields.ts';

/** A new card at the bottom of a column. */
export function AddDialog() {
  const { acts, adding, wall } = useTools();
  const queue = adding.value;
  const valueStream = wall.answer.value?.valueStream ?? 'main';
  const fields = fieldsOf(wall, true).filter(({ name }) => name !== 'defectOf');
  return (
    <Dialog
      id="add-dialog"
      isOpen={queue !== null}
      isForm
      heading={`Add a card to ${queue ?? ''}`}
      closed={() => {
        adding.value = null;
      }}
    >
      <DraftForm
        id={`add ${valueStream} ${queue ?? ''}`}
        fields={[...fields, { name: 'reference', label: 'Reference (left out: the next number)', most: 64 }]}
        action="Add the card"
        send={async ({ reference = '', ...values }, sending) => {
          const body = {
            ...changes({}, values),
            valueStream,
            ...(queue !== null && { queue }),
            ...(reference !== '' && { reference }),
          };
          const made = await acts.run('create', { body }, sending);
          wall.say(`${made.reference} is added to ${made.queue ?? queue}, place ${made.place}.`);
          adding.value = null;
          await wall.refresh();
          wall.focus(made.reference);
        }}
      />
    </Dialog>
  );
}
