import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { splitNames } from '../../../view/names.ts';
import { headSpot } from '../model/entry.ts';
import { watchDrags } from '../move/drag.ts';
import { onWallKey } from '../move/keys.ts';
import { onWallTap } from '../move/tap.ts';
import { useTools } from '../tools.ts';
import { Cell } from './cell.tsx';
import { ColumnChoice } from './column-choice.tsx';
import { useDrawnSoFar } from './drawn-so-far.ts';
import { lanesOf, laneTitle } from './lanes.ts';
import { QueueHead } from './queue-head.tsx';

/** Columns in flow order, lanes across them; the one thing on the page that scrolls. */
export function Grid() {
  const app = useApp();
  const tools = useTools();
  const { wall } = tools;
  const host = useRef<HTMLDivElement>(null);
  const split = app.view.value.lanes;
  const lanes = useComputed(() => lanesOf(wall, app.view.value.lanes).join('\n'));
  const queues = wall.answer.value?.queues ?? [];
  const folded = splitNames(app.view.value.folded);
  const isThere = queues.length > 0;
  const longest = useComputed(() =>
    (wall.answer.value?.queues ?? []).reduce(
      (most, { name }) => Math.max(most, wall.cardsIn(name).value.length),
      0,
    ),
  );
  const drawn = useDrawnSoFar(longest.value);

  useEffect(() => (isThere && host.current ? watchDrags(host.current, app, tools) : undefined), [isThere]);

  if (!isThere) return null;
  const first = queues[0]?.name ?? '';
  if (wall.spot.peek() === '') wall.spot.value = headSpot(first);
  const columns = queues
    .map(({ name }) => (folded.includes(name) ? 'var(--folded)' : 'minmax(var(--column), 1fr)'))
    .join(' ');
  return (
    <>
      <ColumnChoice queues={queues} host={host} />
      <section
        class={`wall${wall.failure.value ? ' is-outdated' : ''}`}
        aria-label="Card wall"
        // Scrolled by keys as well: the cards in it take the focus.
        ref={host}
        onKeyDown={(event) => onWallKey(event, app, tools)}
        onClick={(event) => onWallTap(event, app)}
        onFocusIn={({ target }) => {
          const spot = (target as HTMLElement).closest<HTMLElement>('[data-spot]')?.dataset.spot;
          if (spot !== undefined) wall.spot.value = spot;
        }}
      >
        <div class="wall-grid" style={{ gridTemplateColumns: columns }}>
          {queues.map((queue, n) => (
            <QueueHead
              key={queue.name}
              queue={queue}
              isFirst={n === 0}
              isFolded={folded.includes(queue.name)}
              isStarved={isStarved(queue, n)}
            />
          ))}
          {lanes.value.split('\n').map((lane) => [
            split !== 'none' && (
              <h3 key={`lane ${lane}`} class="lane-name">
                <span>{laneTitle(split, lane)}</span>
              </h3>
            ),
            queues.map(({ name }) => (
              <Cell
                key={`${lane}\n${name}`}
                queue={name}
                lane={lane}
                isFolded={folded.includes(name)}
                drawn={drawn}
              />
            )),
          ])}
          <div class="drop-line" aria-hidden="true" hidden />
        </div>
      </section>
    </>
  );

  /** Nobody has work here, and something waits upstream. */
  function isStarved(queue: (typeof queues)[number], n: number): boolean {
    return (
      queue.kind === 'active' &&
      wall.countIn(queue) === 0 &&
      queues.slice(0, n).some((upstream) => wall.countIn(upstream) > 0)
    );
  }
}
