import type { BoardAnswer } from '@kanban/api/board';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { Dialog } from '../../../app/dialog.tsx';
import { useAnswer } from '../../../items/use-answer.ts';
import { useTools } from '../tools.ts';
import { Places } from './places.tsx';
import { ORDER_IS_OTHER } from './steps.ts';

type Way = BoardAnswer<'moves'>['moves'][number];

/** Where a card may go, as the database says it now: first the queue, then the place in it. */
export function MoveDialog() {
  const { moving, wall } = useTools();
  const reference = moving.value;
  const { answer, failure } = useAnswer(reference, async (signal) => {
    return await wall.board.call('moves', { reference: reference ?? '' }, { signal });
  });
  return (
    <Dialog
      id="move-dialog"
      isOpen={reference !== null}
      heading={`Move ${reference ?? ''}`}
      closed={() => {
        moving.value = null;
      }}
    >
      {answer ? (
        <Ways key={answer.reference} reference={answer.reference} ways={answer.moves} />
      ) : (
        <p class="note">{failure?.message ?? 'Asking where it may go …'}</p>
      )}
    </Dialog>
  );
}

function Ways({ reference, ways }: { reference: string; ways: readonly Way[] }) {
  const { view } = useApp();
  const { mover, moving, wall } = useTools();
  const chosen = useSignal<string | null>(null);
  const host = useRef<HTMLUListElement>(null);
  const isByPlace = view.value.order === 'place';
  useEffect(() => {
    host.current?.querySelector('button')?.focus();
  }, []);
  const go = (target: Parameters<typeof mover.move>[1], more: Parameters<typeof mover.move>[2] = {}) => {
    moving.value = null;
    void mover.move(reference, target, more);
    wall.focus(reference);
  };
  return (
    <ul class="ways" ref={host}>
      {ways.map(({ queue, answer, refusal, fastTrack }) => {
        const isOpen = chosen.value === queue;
        const isFast = fastTrack === 'yes' && wall.session.value?.person?.mayFastTrack === true;
        const isClosed = answer === 'no' && !isFast;
        return (
          <li key={queue} data-answer={answer}>
            <button
              type="button"
              class="way"
              aria-expanded={isClosed ? undefined : isOpen}
              aria-disabled={isClosed}
              onClick={() => {
                if (!isClosed) chosen.value = isOpen ? null : queue;
              }}
            >
              <b>{queue}</b>
              {answer === 'here' && <span> it is here</span>}
              {refusal && <span class="way-refusal">{refusal.sentence}</span>}
              {isFast && <span> Fast track is possible.</span>}
            </button>
            {isOpen && answer === 'no' && (
              <FastTrack go={(reason) => go({ queue }, { fastTrack: true, reason })} />
            )}
            {isOpen && answer === 'here' && !isByPlace && <p class="note">{ORDER_IS_OTHER}</p>}
            {isOpen && answer !== 'no' && (answer !== 'here' || isByPlace) && (
              <Places reference={reference} queue={queue} go={go} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Past the workflow, never without a reason. */
function FastTrack({ go }: { go(reason: string): void }) {
  return (
    <form
      class="fast-track"
      onSubmit={(event) => {
        event.preventDefault();
        const input = event.currentTarget.elements.namedItem('reason') as HTMLInputElement;
        go(input.value.trim());
      }}
    >
      <label for="fast-reason">Why by fast track? It stands in the history.</label>
      <input
        id="fast-reason"
        name="reason"
        type="text"
        required
        maxLength={255}
        pattern=".*\S.*"
        autocomplete="off"
      />
      <button type="submit">Move by fast track</button>
    </form>
  );
}
