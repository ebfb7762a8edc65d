import type { Interval } from '../calendar/intervals.ts';
import type { FlowItem } from '../flow/flow-over-time.ts';
import { joinedStretch } from '../flow/joined-stretch.ts';
import { sweepSpells, type WipState } from '../flow/sweep-spells.ts';
import type { Instant } from '../instant.ts';
import type { Spell } from '../spells.ts';
import type { TimeBetween } from '../time-between.ts';
import { type StabilityCheck, stabilityChecks } from './checks.ts';
import { type CoherencePoint, coherenceSeries } from './coherence.ts';
import { type LittlesWindow, littlesWindow } from './littles-window.ts';

export interface Stability {
  window: LittlesWindow;
  checks: StabilityCheck[];
  series: CoherencePoint[];
  /** The share of the points that can be judged; null without any. */
  coherentShare: number | null;
  epsilon: number;
}

export interface StabilityTerms {
  /** How far a check may be off. */
  tolerance: number;
  /** How far w may be from W*. */
  epsilon: number;
}

export const DEFAULT_STABILITY: StabilityTerms = { tolerance: 0.1, epsilon: 0.05 };

/**
 * Whether averages of a stream mean anything: Little's law over the window of all intervals, up to the instant of the
 * question, with the assumptions that it needs. `spells` need only be those that overlap the window, `items` those
 * finished in it. Null where the window begins at or after `at`.
 */
export function stability(
  spells: readonly Spell[],
  items: readonly FlowItem[],
  intervals: readonly Interval[],
  at: Instant,
  timeBetween: TimeBetween,
  { tolerance, epsilon }: StabilityTerms = DEFAULT_STABILITY,
): Stability | null {
  const begun = intervals.filter(({ start }) => start < at);
  const last = begun.at(-1);
  if (!last) return null;
  const instants = [...begun.map(({ start }) => start), Math.min(last.end, at)];
  const { states, stretches } = sweepSpells(spells, instants, timeBetween);
  const [start, end] = [states[0] as WipState, states.at(-1) as WipState];
  const facts = littlesWindow(spells, items, joinedStretch(stretches), [start, end], timeBetween);
  const series = coherenceSeries(spells, stretches, start.wip, timeBetween, epsilon);
  const judged = series.filter(({ isCoherent }) => isCoherent !== null);
  return {
    window: facts.window,
    checks: stabilityChecks(facts, tolerance),
    series,
    coherentShare:
      judged.length === 0 ? null : judged.filter(({ isCoherent }) => isCoherent).length / judged.length,
    epsilon,
  };
}
