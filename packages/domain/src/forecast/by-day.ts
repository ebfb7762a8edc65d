import type { CompletionDay } from './completion-curve.ts';
import { reaches, roundedProbability } from './probability.ts';

/** Done by this day with at least the percentile as probability; null beyond the horizon. */
export interface WhenPercentile {
  percentile: number;
  date: string | null;
  /** The first day is 1. Days that do not count are left out. */
  days: number | null;
  probability: number | null;
}

/** A day by which all may be done. */
export interface WhenDay {
  date: string;
  days: number;
  /** That it is this very day. */
  probability: number;
  /** That it is this day or an earlier one. */
  cumulative: number;
}

export interface WhenAnswers {
  /** Empty if there is a reason. A higher probability means a later day. */
  percentiles: WhenPercentile[];
  /** Up to the first day that is certain in six decimals. */
  distribution: WhenDay[];
  /** A requested percentile lies more than 3,650 days ahead. */
  isBeyondHorizon: boolean;
}

/** The answers that a curve gives; its days are those that count. */
export function byDay(curve: readonly CompletionDay[], percentiles: readonly number[]): WhenAnswers {
  const answers = percentiles.map((percentile) => {
    const place = curve.findIndex(({ cumulative }) => reaches(cumulative, percentile));
    const day = curve[place];
    if (!day) return { percentile, date: null, days: null, probability: null };
    return { percentile, date: day.date, days: place + 1, probability: roundedProbability(day.cumulative) };
  });
  const distribution = curve.map(({ date, cumulative }, place) => ({
    date,
    days: place + 1,
    probability: roundedProbability(cumulative - (curve[place - 1]?.cumulative ?? 0)),
    cumulative: roundedProbability(cumulative),
  }));
  const certain = distribution.findIndex(({ cumulative }) => cumulative === 1);
  return {
    percentiles: answers,
    distribution: certain === -1 ? distribution : distribution.slice(0, certain + 1),
    isBeyondHorizon: answers.some(({ date }) => date === null),
  };
}
