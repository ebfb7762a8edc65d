import type { RefObject } from 'preact';
import type { WallQueue } from '../model/look-of-card.ts';

/** On a phone one column is seen at a time: a swipe shows the next one, and this any of them. */
export function ColumnChoice({
  queues,
  host,
}: {
  queues: readonly WallQueue[];
  host: RefObject<HTMLElement | null>;
}) {
  return (
    <div class="field column-choice">
      <label for="column">Column</label>
      <select
        id="column"
        onChange={({ currentTarget: { selectedIndex } }) =>
          host.current
            ?.querySelectorAll('.queue-head')
            [selectedIndex]?.scrollIntoView({ inline: 'start', block: 'nearest' })
        }
      >
        {queues.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </div>
  );
}
