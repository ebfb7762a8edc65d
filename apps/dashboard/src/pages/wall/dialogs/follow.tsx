import { useTools } from '../tools.ts';
import { ActButton } from './act-button.tsx';
import type { Item } from './item-fields.ts';

/** One button for both, so that it keeps the focus. */
export function Follow({ item: { reference, isFollowed } }: { item: Item }) {
  const { acts, wall } = useTools();
  if (!wall.mayFollow.value) return null;
  return (
    <p>
      <ActButton
        action={isFollowed ? 'Stop following' : 'Follow this item'}
        act={async (sending) => {
          await acts.run(isFollowed ? 'unfollow' : 'follow', { reference }, sending);
          wall.askItemAgain();
          wall.say(isFollowed ? `You no longer follow ${reference}.` : `You follow ${reference}.`);
        }}
      />{' '}
      {isFollowed && <span class="soft">Mail tells you when it is blocked, gets old or may be late.</span>}
    </p>
  );
}
