import type { ApiFailure } from '@kanban/api';
import { useTools } from '../tools.ts';

/** What stands where the cards would, or above cards that are no longer true. */
export function LookNote() {
  const { wall } = useTools();
  const answer = wall.answer.value;
  const failure = wall.failure.value;
  const look = lookOf(failure, answer === null, answer?.queues.length === 0);
  if (look === null) return null;
  return (
    <div
      class={`notice wall-look ${look === 'empty' || look === 'loading' ? 'empty' : 'away'}`}
      data-look={look}
    >
      <p>{wordsFor(look, failure)}</p>
      {failure && (
        <button type="button" onClick={() => void wall.refresh()}>
          Try now
        </button>
      )}
    </div>
  );
}

type Look = 'loading' | 'empty' | 'failed' | 'outdated' | 'notPermitted';

function lookOf(failure: ApiFailure | null, isUnknown: boolean, isEmpty: boolean): Look | null {
  if (failure?.reason === 'tokenNeeded') return 'notPermitted';
  if (failure) return isUnknown ? 'failed' : 'outdated';
  if (isUnknown) return 'loading';
  return isEmpty ? 'empty' : null;
}

function wordsFor(look: Look, failure: ApiFailure | null): string {
  if (look === 'loading') return 'Loading the wall …';
  if (look === 'empty') return 'This stream has no queues yet, so there is nowhere to put a card.';
  if (look === 'notPermitted') return 'Only people who are signed in may see this wall.';
  if (look === 'outdated')
    return `${failure?.brief ?? ''} What is shown is its last answer; it is asked again.`;
  const isMissing = failure?.problem?.status === 404 && !failure.problem.type?.includes('value-stream');
  return isMissing
    ? 'The wall needs the board API, and there is none at this address.'
    : (failure?.message ?? '');
}
