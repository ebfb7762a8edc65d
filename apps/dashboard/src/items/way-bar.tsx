import type { WorkItemAnswer } from '@kanban/api';
import { itemTimeWords } from '@kanban/charts';

const WIDTH = 1_000;
const HEIGHT = 26;
const LEGEND = [
  ['active', 'worked on'],
  ['waiting', 'waiting'],
  ['blocked', 'blocked'],
] as const;

/** The time of an item from left to right: worked on, waiting, and over both where it was blocked. */
export function WayBar({ item }: { item: WorkItemAnswer }) {
  const from = Date.parse(item.enteredAt ?? item.at);
  const to = Date.parse(item.finishedAt ?? item.droppedAt ?? item.at);
  const x = (instant: string | null) => {
    const at = Math.min(Math.max(Date.parse(instant ?? item.at), from), to);
    return to === from ? 0 : ((at - from) / (to - from)) * WIDTH;
  };
  const part = (name: string, start: string, end: string | null, key: string) => (
    <rect key={key} class={`way-${name}`} x={x(start)} width={x(end) - x(start)} height={HEIGHT} />
  );
  if (item.enteredAt === null) return null;
  return (
    <figure class="way">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={itemTimeWords(item)}
      >
        <defs>
          <pattern
            id="blocked-hatch"
            width="9"
            height="9"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect class="way-hatch" width="4" height="9" />
          </pattern>
        </defs>
        {item.visits.map(({ kind, enteredAt, leftAt }) =>
          kind === 'active'
            ? part('active', enteredAt, leftAt, enteredAt)
            : kind === 'backlog' || kind === 'buffer'
              ? part('waiting', enteredAt, leftAt, enteredAt)
              : null,
        )}
        {item.blocks.map(({ blockedAt, unblockedAt }) => part('blocked', blockedAt, unblockedAt, blockedAt))}
      </svg>
      <figcaption>
        {LEGEND.map(([name, words]) => (
          <span key={name}>
            <svg class="way-key" viewBox="0 0 12 12" aria-hidden="true">
              <rect class={`way-${name}`} width="12" height="12" />
            </svg>
            {words}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
