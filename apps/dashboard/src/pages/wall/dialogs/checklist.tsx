import { ApiFailure } from '@kanban/api';
import { useSignal } from '@preact/signals';
import { newKey } from '../model/new-key.ts';
import { useTools } from '../tools.ts';
import { DraftForm } from './draft-form.tsx';
import type { Item } from './item-fields.ts';

export function Checklist({ item: { reference, checklist } }: { item: Item }) {
  const { acts, wall } = useTools();
  const note = useSignal<string | null>(null);
  const mayEdit = wall.mayEdit.value;

  async function check(id: number, isDone: boolean): Promise<void> {
    note.value = null;
    try {
      const waiting = (sentence: string) => {
        note.value = sentence;
      };
      await acts.run('checkOff', { reference, id: String(id), body: { isDone } }, { key: newKey(), waiting });
      note.value = null;
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      note.value = error.message;
    }
  }

  return (
    <section aria-label="Checklist">
      <h3>Checklist</h3>
      <ul class="plain-list">
        {checklist.map(({ id, label, isDone, doneBy }) => (
          <li key={id}>
            <label>
              <input
                type="checkbox"
                checked={isDone}
                disabled={!mayEdit}
                onClick={(event) => void check(id, event.currentTarget.checked)}
              />{' '}
              {label}
            </label>
            {isDone && doneBy !== null && <span class="soft"> by {doneBy}</span>}
          </li>
        ))}
      </ul>
      {note.value !== null && (
        <p class="form-refusal" role="alert">
          {note.value}
        </p>
      )}
      {mayEdit && (
        <DraftForm
          id={`checklist ${reference}`}
          fields={[{ name: 'label', label: 'Another line', isNeeded: true, most: 255 }]}
          action="Add to the checklist"
          send={async ({ label = '' }, sending) => {
            await acts.run('addChecklistItem', { reference, body: { label } }, sending);
          }}
        />
      )}
    </section>
  );
}
