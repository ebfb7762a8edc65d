import { useTools } from '../tools.ts';

/** What to do with the selected cards: with all of them or none. */
export function BulkBar() {
  const { bulk, wall } = useTools();
  const count = wall.selected.value.size;
  if (count === 0) return null;
  const acts = [
    ['move', 'Move …', wall.mayMove.value],
    ['assign', 'Assign …', wall.mayEdit.value],
    ['block', 'Block …', wall.mayEdit.value],
    ['delete', 'Delete …', wall.mayEdit.value],
  ] as const;
  return (
    <fieldset class="wall-note bulk-bar" aria-label="Selected cards">
      <p>
        {count} {count === 1 ? 'card' : 'cards'} selected
      </p>
      {acts.map(
        ([act, words, isAllowed]) =>
          isAllowed && (
            <button
              key={act}
              type="button"
              onClick={() => {
                bulk.value = act;
              }}
            >
              {words}
            </button>
          ),
      )}
      <button
        type="button"
        onClick={() => {
          wall.selected.value = new Set();
        }}
      >
        Select none
      </button>
    </fieldset>
  );
}
