import { ItemLink } from '../../../items/item-link.tsx';
import { useTools } from '../tools.ts';
import { ActButton } from './act-button.tsx';
import { DraftForm } from './draft-form.tsx';
import type { Item } from './item-fields.ts';

type Other = Item['dependsOn'][number];

export function Dependencies({ item: { reference, dependsOn, dependents, children } }: { item: Item }) {
  const { acts, wall } = useTools();
  const mayEdit = wall.mayEdit.value;
  return (
    <section aria-label="Dependencies">
      <h3>Waits for</h3>
      <Others
        items={dependsOn}
        also={(other) =>
          mayEdit && (
            <ActButton
              action="Not any more"
              label={`Wait for ${other.reference} no more`}
              act={async (sending) => {
                await acts.run('unlink', { reference, dependsOn: other.reference }, sending);
              }}
            />
          )
        }
      />
      {mayEdit && (
        <DraftForm
          id={`link ${reference}`}
          fields={[
            {
              name: 'dependsOn',
              label: 'Waits for the item',
              isNeeded: true,
              most: 64,
              offers: [...wall.entries.keys()].filter((each) => each !== reference),
            },
          ]}
          action="Link"
          send={async ({ dependsOn: other = '' }, sending) => {
            await acts.run('link', { reference, dependsOn: other }, sending);
          }}
        />
      )}
      {dependents.length > 0 && <h3>Waits for it</h3>}
      <Others items={dependents} />
      {children.length > 0 && <h3>Its parts</h3>}
      <Others items={children} />
    </section>
  );
}

function Others({
  items,
  also,
}: {
  items: readonly Other[];
  also?: (other: Other) => preact.ComponentChildren;
}) {
  return (
    <ul class="plain-list">
      {items.map((other) => (
        <li key={other.reference}>
          <ItemLink reference={other.reference} /> {other.shortDesc}
          <span class="soft">
            {other.isFinished ? ', finished' : other.queue === null ? '' : `, in ${other.queue}`}
          </span>{' '}
          {also?.(other)}
        </li>
      ))}
    </ul>
  );
}
