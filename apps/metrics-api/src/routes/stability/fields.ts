import {
  formatInstant,
  type Instant,
  type Interval,
  type LittlesWindow,
  reasonsOf,
  type StabilityTerms,
  stability,
  type TimeBetween,
  windowWhyNull,
} from '@kanban/domain';
import type { SpellsIn } from '../../answer/asked-spells.ts';
import { milliseconds } from '../../answer/envelope.ts';

interface Terms extends StabilityTerms {
  asked: readonly Interval[];
  at: Instant;
  between: TimeBetween;
}

/** What an answer says of some spells. */
export function figuresOf({ spells, finished }: SpellsIn, { asked, at, between, ...terms }: Terms) {
  const found = stability(spells, finished, asked, at, between, terms);
  return {
    window: found && windowFields(found.window),
    checks: found?.checks ?? [],
    series: (found?.series ?? []).map(({ averageUs, meanCompletedUs, ...point }) => ({
      ...point,
      at: formatInstant(point.at),
      averageMs: milliseconds(averageUs),
      meanCompletedMs: milliseconds(meanCompletedUs),
    })),
    coherentShare: found?.coherentShare ?? null,
    epsilon: terms.epsilon,
  };
}

function windowFields(window: LittlesWindow) {
  const { itemUs, averageUs, averageAgeStartUs, averageAgeEndUs, meanCycleTimeUs, ...figures } = window;
  const why = reasonsOf(window, windowWhyNull);
  return {
    ...figures,
    itemMs: milliseconds(itemUs),
    averageMs: milliseconds(averageUs),
    averageAgeStartMs: milliseconds(averageAgeStartUs),
    averageAgeEndMs: milliseconds(averageAgeEndUs),
    meanCycleTimeMs: milliseconds(meanCycleTimeUs),
    reasons: Object.fromEntries(
      Object.entries(why).map(([name, reason]) => [name.replace(/Us$/, 'Ms'), reason]),
    ),
  };
}
