import { useTools } from '../tools.ts';
import { ActButton } from './act-button.tsx';
import { DraftForm } from './draft-form.tsx';
import type { Item } from './item-fields.ts';

export function Block({ item: { reference, blockedReason } }: { item: Item }) {
  const { acts, wall } = useTools();
  const isBlocked = blockedReason !== null;
  if (!wall.mayEdit.value) return isBlocked ? <p class="card-blocked">Blocked: {blockedReason}</p> : null;
  return (
    <section aria-label="Blocked">
      {isBlocked && (
        <p class="card-blocked">
          Blocked: {blockedReason || 'no reason given'}{' '}
          <ActButton
            action="Unblock"
            act={async (sending) => {
              await acts.run('unblock', { reference }, sending);
              wall.say(`${reference} is not blocked.`);
            }}
          />
        </p>
      )}
      <DraftForm
        id={`block ${reference}`}
        fields={[
          {
            name: 'blockedReason',
            label: isBlocked ? 'Another reason' : 'What is in its way?',
            isNeeded: true,
            most: 255,
          },
        ]}
        action={isBlocked ? 'Say this reason' : 'Block'}
        send={async ({ blockedReason: said = '' }, sending) => {
          await acts.run('block', { reference, body: { blockedReason: said } }, sending);
          wall.say(`${reference} is blocked.`);
        }}
      />
    </section>
  );
}
