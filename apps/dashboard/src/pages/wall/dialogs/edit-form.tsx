import type { ApiFailure } from '@kanban/api';
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Values } from '../model/drafts.ts';
import { dropDraft, readDraft } from '../model/drafts.ts';
import { useTools } from '../tools.ts';
import { DraftForm, type Sending } from './draft-form.tsx';
import { changes, fieldsOf, type Item, titleOf, valuesOf } from './item-fields.ts';

/** The fields of an item. Saved over a change of somebody else only when the person has seen both texts. */
export function EditForm({ item }: { item: Item }) {
  const { acts, wall } = useTools();
  const id = `edit ${item.reference}`;
  /** What the person saw when they began to type. */
  const seen = useSignal({ version: item.version, values: valuesOf(item) });
  const round = useSignal(0);
  const isTyped = useRef(readDraft(id) !== null);
  isTyped.current = readDraft(id) !== null;
  if (!isTyped.current && seen.peek().version !== item.version) {
    seen.value = { version: item.version, values: valuesOf(item) };
    round.value += 1;
  }
  const isOther = seen.value.version !== item.version;

  async function save(values: Values, sending: Sending): Promise<void> {
    const body = changes(seen.value.values, values);
    if (Object.keys(body).length === 0) return;
    const saved = await acts.run(
      'edit',
      { reference: item.reference, body },
      { ...sending, ifMatch: seen.value.version },
    );
    seen.value = { version: saved.version, values: valuesOf(saved) };
    round.value += 1;
    wall.say(`${item.reference} is saved.`);
  }

  return (
    <details class="edit" open={isTyped.current || undefined}>
      <summary>Edit</summary>
      {isOther && <p class="form-note">{item.changedBy ?? 'Somebody'} changed it while you were typing.</p>}
      <DraftForm
        key={round.value}
        id={id}
        fields={fieldsOf(wall, item.dueIsDay !== false)}
        start={seen.value.values}
        action="Save"
        send={save}
        refused={(failure) => <BothTexts failure={failure} choose={(choice) => chosen(failure, choice)} />}
      />
      {isTyped.current && (
        <button type="button" class="link" onClick={discard}>
          Discard what I typed
        </button>
      )}
    </details>
  );

  /** The version they left is now the one seen: saving again is over theirs, and only what differs from it is sent. */
  function chosen({ problem }: ApiFailure, choice: 'mine' | 'theirs'): void {
    if (!problem?.current || problem.version === undefined) return;
    seen.value = { version: problem.version, values: valuesOf(problem.current) };
    if (choice === 'theirs') discard();
  }

  function discard(): void {
    dropDraft(id);
    seen.value = { version: item.version, values: valuesOf(item) };
    round.value += 1;
  }
}

function BothTexts({
  failure: { problem },
  choose,
}: {
  failure: ApiFailure;
  choose(choice: 'mine' | 'theirs'): void;
}) {
  if (problem?.status !== 412 || !problem.current) return null;
  const theirs = valuesOf(problem.current);
  return (
    <div class="both-texts">
      <table>
        <caption>Both texts</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Theirs, saved</th>
            <th scope="col">Yours, not saved</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(problem.yours ?? {}).map(([name, mine]) => (
            <tr key={name}>
              <th scope="row">{titleOf(name)}</th>
              <td class="text">{theirs[name]}</td>
              <td class="text">{String(mine ?? '')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="submit" onClick={() => choose('mine')}>
        Save mine over theirs
      </button>{' '}
      <button type="button" onClick={() => choose('theirs')}>
        Keep theirs
      </button>
    </div>
  );
}
