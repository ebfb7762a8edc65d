import {
  type AttentionFacts,
  completeDaysBefore,
  elapsedBetween,
  flowOverTime,
  type Instant,
  intervalFamilies,
  intervalPoints,
  intervalsOf,
  processBehaviour,
} from '@kanban/domain';
import { loadFinishedIn } from '../../answer/asked-spells.ts';
import { loadLogStart } from '../../load/log-start.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { loadSpellsIn } from '../../load/spells-in.ts';
import type { Stream } from '../../load/stream.ts';

/** Half a year: enough for limits that are not provisional. */
const WEEKS = 26;
/** With fewer, limits say too little to call a week news. */
const LEAST_WEEKS = 10;

/** The rules that mark the last complete week among the weeks before it, for each family of figures of weeks. */
export async function readSignals(
  snapshot: Snapshot,
  stream: Stream,
  { at, timeZone, isPast }: { at: Instant; timeZone: string; isPast: boolean },
): Promise<AttentionFacts['signals']> {
  const range = completeDaysBefore(at, timeZone, 7 * WEEKS + 6);
  // Weeks before the stream existed are no samples.
  const firstAt = await loadLogStart(snapshot, stream.id);
  const weeks = intervalsOf(range, 'week')
    .filter(({ partial, start }) => !partial && firstAt !== null && start >= firstAt)
    .slice(-WEEKS);
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (!first || !last || weeks.length < LEAST_WEEKS) return [];
  const shown = { ...range, from: first.start, to: last.end };
  const spells = await loadSpellsIn(snapshot, stream, shown, at);
  const finished = await loadFinishedIn(snapshot, stream, shown, isPast ? at : null);
  const { intervals } = flowOverTime(spells, finished, weeks, at, elapsedBetween);
  return intervalFamilies.flatMap((family) => {
    const points = intervalPoints(family, intervals, () => true);
    const { points: marked } = processBehaviour(
      points,
      points.map(({ value }) => value),
      'zero',
    );
    const newest = marked.at(-1);
    if (newest === undefined || newest.label !== last.label) return [];
    return newest.signals.slice(0, 1).map((rule) => ({ family, rule, label: last.label }));
  });
}
