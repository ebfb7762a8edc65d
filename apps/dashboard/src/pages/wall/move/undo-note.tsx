import { useTools } from '../tools.ts';

/** For ten seconds after a move: back, if the rules let it. Ctrl+Z does it until the page is left. */
export function UndoNote() {
  const { mover, wall } = useTools();
  const offered = mover.offered.value;
  if (!offered) return null;
  const { move, refusal } = offered;
  return (
    <div class="wall-note undo-note">
      <p>
        {move.reference} moved to {move.target.queue}.
        {typeof refusal === 'string' && ` It cannot go back: ${refusal}`}
      </p>
      <button
        type="button"
        disabled={typeof refusal === 'string'}
        aria-keyshortcuts="Control+Z"
        onClick={() => {
          void mover.undo();
          // The button goes, and the focus would go with it.
          wall.focus(move.reference);
        }}
      >
        Undo
      </button>
    </div>
  );
}
