import { useTools } from '../tools.ts';
import { ActButton } from './act-button.tsx';
import { DraftForm } from './draft-form.tsx';
import type { Item } from './item-fields.ts';

export function Attachments({ item: { reference, attachments } }: { item: Item }) {
  const { acts, wall } = useTools();
  const mayEdit = wall.mayEdit.value;
  return (
    <section aria-label="Attachments">
      <h3>Attachments</h3>
      <ul class="plain-list">
        {attachments.map(({ id, name, address }) => (
          <li key={id}>
            {/^https?:/i.test(address) ? (
              <a href={address} target="_blank" rel="noopener noreferrer">
                {name}
              </a>
            ) : (
              `${name}: ${address}`
            )}{' '}
            {mayEdit && (
              <ActButton
                action="Take off"
                label={`Take off ${name}`}
                act={async (sending) => {
                  await acts.run('detach', { reference, id: String(id) }, sending);
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {mayEdit && (
        <DraftForm
          id={`attach ${reference}`}
          fields={[
            { name: 'name', label: 'Name', isNeeded: true, most: 255 },
            { name: 'address', label: 'Address', isNeeded: true, most: 2048 },
          ]}
          action="Attach"
          send={async ({ name = '', address = '' }, sending) => {
            await acts.run('attach', { reference, body: { name, address } }, sending);
          }}
        />
      )}
    </section>
  );
}
