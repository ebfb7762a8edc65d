import type { Reason } from '../reason.ts';
import { byDay, type WhenAnswers } from './by-day.ts';
import { type CompletionDay, canFinish, completionCurve } from './completion-curve.ts';
import { type DayRules, futureDays } from './day-pools.ts';
import type { DayItems } from './finished-by-day.ts';
import { drawnHistory, type ForecastHistory } from './history.ts';
import type { NeededItems } from './needed-items.ts';
import { roundedProbability } from './probability.ts';

/** A list of items that one stream works on, while other streams work on theirs. */
export interface ForecastStream {
  /** Its history. */
  days: readonly DayItems[];
  /** With its own working days. */
  rules: DayRules;
  needed: readonly NeededItems[];
}

export interface When extends WhenAnswers {
  startDate: string;
  /** One for each stream. */
  streams: { history: ForecastHistory; isThin: boolean; reason: Reason | null }[];
  /** P(all are finished by the given date); null without a date, or with a reason. */
  likelihood: number | null;
  /** The reason of the first stream that has one. */
  reason: Reason | null;
}

/**
 * When all streams will have finished their items: Π P(each by that day), because they are independent; the latest of
 * their single dates would be too early. `by` is a date whose probability is wanted.
 */
export function when(
  streams: readonly ForecastStream[],
  startDate: string,
  percentiles: readonly number[],
  by: string | null = null,
): When {
  const curves: CompletionDay[][] = [];
  const told = streams.map(({ days, rules, needed }) => {
    const { history, pools, isThin, reason } = drawnHistory(days, rules);
    const why = reason ?? (canFinish(futureDays(startDate, pools, rules)) ? null : 'nothingFinished');
    if (!why) curves.push(completionCurve(startDate, pools, rules, needed));
    return { history, isThin, reason: why };
  });
  const reason = told.find((stream) => stream.reason)?.reason ?? null;
  if (reason) return { startDate, streams: told, ...NO_ANSWERS, likelihood: null, reason };
  const curve = jointCurve(curves);
  const likelihood = by === null ? null : likelihoodBy(curve, by);
  return { startDate, streams: told, ...byDay(curve, percentiles), likelihood, reason };
}

const NO_ANSWERS: WhenAnswers = { percentiles: [], distribution: [], isBeyondHorizon: false };

/** P(done by the end of a date). A curve ends where that is certain, or at the horizon. */
function likelihoodBy(curve: readonly CompletionDay[], date: string): number {
  return roundedProbability(curve.findLast((day) => day.date <= date)?.cumulative ?? 0);
}

/** The days that count for any of the curves, which begin on the same day. */
function jointCurve(curves: readonly CompletionDay[][]): CompletionDay[] {
  if (curves.length === 1) return curves[0] as CompletionDay[];
  const dates = [...new Set(curves.flatMap((curve) => curve.map(({ date }) => date)))].sort();
  const places = curves.map(() => 0);
  return dates.map((date) => {
    let cumulative = 1;
    curves.forEach((curve, stream) => {
      // A day that a stream does not count, or after certainty, does not change its probability.
      if (curve[places[stream] as number]?.date === date) places[stream] = (places[stream] as number) + 1;
      cumulative *= curve[(places[stream] as number) - 1]?.cumulative ?? 0;
    });
    return { date, cumulative };
  });
}
