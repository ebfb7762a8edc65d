import { useEffect, useRef } from 'preact/hooks';
import { type Target, targetAt } from '../model/arrange.ts';
import { useTools } from '../tools.ts';

interface Props {
  readonly reference: string;
  readonly queue: string;
  go(target: Target): void;
}

/** Top, bottom, or before a card of the queue. */
export function Places({ reference, queue, go }: Props) {
  const { wall } = useTools();
  const bottom = useRef<HTMLButtonElement>(null);
  const cards = (wall.columns.value.get(queue) ?? []).filter((each) => each !== reference);
  useEffect(() => bottom.current?.focus(), []);
  return (
    <div class="places">
      <button type="button" ref={bottom} onClick={() => go(targetAt(queue, cards, cards.length))}>
        {cards.length === 0 ? `To ${queue}` : `Bottom of ${queue}`}
      </button>
      {cards.length > 0 && (
        <>
          <button type="button" onClick={() => go(targetAt(queue, cards, 0))}>
            Top of {queue}
          </button>
          <label for="before-card">or before</label>
          <select
            id="before-card"
            value=""
            onChange={({ currentTarget: { value } }) => go(targetAt(queue, cards, cards.indexOf(value)))}
          >
            <option value="">a card …</option>
            {cards.map((each) => (
              <option key={each} value={each}>
                {each} {wall.entries.get(each)?.card.peek().shortDesc}
              </option>
            ))}
          </select>
        </>
      )}
    </div>
  );
}
