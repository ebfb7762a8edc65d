import { useComputed } from '@preact/signals';
import { useApp } from '../../../app/context.ts';
import { joinNames, splitNames } from '../../../view/names.ts';
import { headSpot } from '../model/entry.ts';
import type { WallQueue } from '../model/look-of-card.ts';
import { useTools } from '../tools.ts';

interface Props {
  readonly queue: WallQueue;
  readonly isFirst: boolean;
  readonly isFolded: boolean;
  readonly isStarved: boolean;
}

const FINISHED = ['delivered', 'completed', 'dropped'];

/** Name, count and limit; whether it is full, over or starved, in words as well. */
export function QueueHead({ queue, isFirst, isFolded, isStarved }: Props) {
  const { choose, view } = useApp();
  const { adding, inHand, isFiltered, wall } = useTools();
  const { name, kind, wipLimit } = queue;
  const spot = headSpot(name);
  const tab = useComputed(() => {
    const isIt = wall.spot.value === spot || (isFirst && !wall.isSpotThere.value);
    return isIt ? 0 : -1;
  });
  const shown = useComputed(
    () => wall.cardsIn(name).value.filter((each) => wall.entries.get(each)?.isHidden.value === false).length,
  );
  const there = wall.cardsIn(name).value.length;
  const count = wall.countIn(queue);
  const state = stateOf(count, wipLimit, isStarved);
  const folded = splitNames(view.value.folded);
  const whole = splitNames(view.value.whole);
  const isCut = FINISHED.includes(kind) && there < count;
  const refusal = inHand.value?.refusals.get(name);
  return (
    <header class="queue-head" data-queue={name} data-state={state.look} data-column={name}>
      <h2>
        <button
          type="button"
          class="queue-name"
          data-spot={spot}
          tabIndex={tab}
          aria-expanded={!isFolded}
          title={isFolded ? 'Show its cards' : 'Collapse'}
          onClick={() =>
            choose({
              folded: joinNames(isFolded ? folded.filter((each) => each !== name) : [...folded, name]),
            })
          }
        >
          {name}
        </button>
      </h2>
      <p class="queue-count">
        <b>{wipLimit === null ? count : `${count} of ${wipLimit}`}</b>
        {state.words !== '' && <span class="queue-state"> {state.words}</span>}
      </p>
      {isFiltered.value && !isFolded && (
        <p class="queue-note">
          shows {shown} of {there}
        </p>
      )}
      {FINISHED.includes(kind) && !isFolded && (
        <p class="queue-note">
          {isCut ? 'of the last 14 days; ' : ''}
          {isCut && (
            <button
              type="button"
              class="link"
              tabIndex={tab}
              onClick={() => choose({ whole: joinNames([...whole, name]) })}
            >
              all {count.toLocaleString('en-GB')}
            </button>
          )}
          {whole.includes(name) && (
            <button
              type="button"
              class="link"
              tabIndex={tab}
              onClick={() => choose({ whole: joinNames(whole.filter((each) => each !== name)) })}
            >
              the last 14 days only
            </button>
          )}
        </p>
      )}
      {wall.mayEdit.value && !isFolded && (
        <button
          type="button"
          class="add-card"
          tabIndex={tab}
          aria-label={`Add a card to ${name}`}
          onClick={() => {
            adding.value = name;
          }}
        >
          + Add
        </button>
      )}
      {refusal !== undefined && <p class="queue-refusal">{refusal}</p>}
    </header>
  );
}

function stateOf(
  count: number,
  limit: number | null,
  isStarved: boolean,
): { look: 'over' | 'full' | 'starved' | 'room'; words: string } {
  if (limit !== null && count > limit) return { look: 'over', words: `over by ${count - limit}` };
  if (limit !== null && count === limit) return { look: 'full', words: 'full' };
  return isStarved ? { look: 'starved', words: 'starved' } : { look: 'room', words: '' };
}
