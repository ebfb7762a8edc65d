import { useApp } from '../../../app/context.ts';
import { useTools } from '../tools.ts';

/** Persons as filter buttons, with what each has in progress and may have. */
export function People() {
  const { choose, view } = useApp();
  const { wall } = useTools();
  const { assignee } = view.value;
  const people = (wall.answer.value?.people ?? []).filter(
    ({ name, currentWip }) => currentWip > 0 || name === assignee,
  );
  if (people.length === 0) return null;
  return (
    <fieldset class="people">
      <legend class="visually-hidden">Cards of one person</legend>
      {people.map(({ name, displayName, currentWip, wipLimit }) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === assignee}
          onClick={() => choose({ assignee: name === assignee ? null : name })}
        >
          {displayName} <b>{wipLimit === null ? currentWip : `${currentWip} of ${wipLimit}`}</b>
        </button>
      ))}
    </fieldset>
  );
}
