import type { ApiFailure } from '@kanban/api';
import type { Given } from '@kanban/api/board';
import { Dialog } from '../../../app/dialog.tsx';
import { DraftForm, type Field } from '../dialogs/draft-form.tsx';
import type { Values } from '../model/drafts.ts';
import type { Wall } from '../model/wall.ts';
import { type BulkAct, useTools } from '../tools.ts';

type Change = Given<'bulk'>['body']['change'];

interface Act {
  readonly heading: string;
  readonly action: string;
  fields(wall: Wall): readonly Field[];
  change(values: Values): Change;
}

const ACTS: Readonly<Record<BulkAct, Act>> = {
  move: {
    heading: 'Move to',
    action: 'Move them all',
    fields: (wall) => [
      {
        name: 'queue',
        label: 'Column',
        isNeeded: true,
        choices: (wall.answer.peek()?.queues ?? []).map(({ name }) => name),
      },
    ],
    change: ({ queue = '' }) => ({ do: 'move', queue }),
  },
  assign: {
    heading: 'Assign to',
    action: 'Assign them all',
    fields: (wall) => [
      {
        name: 'assignee',
        label: 'Assignee (empty: nobody)',
        most: 128,
        offers: (wall.answer.peek()?.people ?? []).map(({ name }) => name),
      },
    ],
    change: ({ assignee = '' }) => ({ do: 'assign', assignee: assignee === '' ? null : assignee }),
  },
  block: {
    heading: 'Block',
    action: 'Block them all',
    fields: () => [{ name: 'blockedReason', label: 'What is in their way?', isNeeded: true, most: 255 }],
    change: ({ blockedReason = '' }) => ({ do: 'block', blockedReason }),
  },
  delete: {
    heading: 'Delete',
    action: 'Delete them all',
    fields: () => [],
    change: () => ({ do: 'delete' }),
  },
};

/** The same for all selected cards, or for none of them. */
export function BulkDialog() {
  const { acts, bulk, wall } = useTools();
  const doing = bulk.value;
  const references = [...wall.selected.value];
  const act = doing && ACTS[doing];
  return (
    <Dialog
      id="bulk-dialog"
      isOpen={doing !== null}
      isForm
      heading={`${act?.heading ?? ''}: ${references.length} cards`}
      closed={() => {
        bulk.value = null;
      }}
    >
      <p class="note">{references.join(', ')}</p>
      {act && (
        <DraftForm
          id={`bulk ${doing} ${references.join(' ')}`}
          fields={act.fields(wall)}
          action={act.action}
          send={async (values, sending) => {
            const { changed } = await acts.run(
              'bulk',
              { body: { references, change: act.change(values) } },
              sending,
            );
            wall.say(`${changed} changed.`);
            wall.selected.value = new Set();
            bulk.value = null;
          }}
          refused={(failure) => <InTheWay failure={failure} />}
        />
      )}
    </Dialog>
  );
}

function InTheWay({ failure: { problem } }: { failure: ApiFailure }) {
  const items = problem?.inTheWay ?? [];
  if (items.length === 0) return null;
  return (
    <>
      <p>Nothing was changed. In the way:</p>
      <ul class="plain-list">
        {items.map(({ reference, sentence }) => (
          <li key={reference}>
            <b>{reference}</b>: {sentence}
          </li>
        ))}
      </ul>
    </>
  );
}
