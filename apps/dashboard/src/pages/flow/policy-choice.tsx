import { useApp } from '../../app/context.ts';

const OPTIONS = [
  ['occupancy', 'Where items are', 'A line dips when an item moves back'],
  ['highWater', 'Furthest reached', 'No line ever falls'],
] as const;

/** The queue in which an item counts that moved back: its present one, or the furthest one. */
export function PolicyChoice() {
  const { view, choose } = useApp();
  return (
    <fieldset class="segments small">
      <legend class="visually-hidden">Count an item</legend>
      {OPTIONS.map(([value, text, title]) => (
        <label key={value} title={title}>
          <input
            type="radio"
            name="policy"
            value={value}
            checked={view.value.policy === value}
            onChange={() => choose({ policy: value })}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
