import {
  type Instant,
  type Interval,
  type Reason,
  reasonsOf,
  type SlaBudget,
  slaBudget,
} from '@kanban/domain';
import { intervalFields, optionalInstant } from '../../answer/envelope.ts';
import type { BudgetItems } from './read.ts';

/** The figures of an answer. Without an objective what depends on it is null. */
export function budgetFigures(
  { objective, windowDays, decisions, open }: BudgetItems,
  intervals: readonly Interval[],
  { timeZone, at }: { timeZone: string; at: Instant },
) {
  const promises = open.map(({ outlook }) => ({
    deadlineAt: outlook.deadline.at,
    missProbability: outlook.missProbability,
  }));
  // An objective of 1 allows nothing: what it leaves undefined is what an objective defines.
  const terms = { objective: objective?.objective ?? 1, windowDays, timeZone, at };
  const answer = slaBudget(decisions, promises, intervals, terms);
  const { budget } = answer;
  const has = objective !== undefined;
  const figures = {
    objective: objective?.objective ?? null,
    windowDays,
    decided: budget.decided,
    hits: budget.hits,
    misses: budget.misses,
    hitRate: budget.hitRate,
    hitInterval: budget.hitInterval,
    meetsTarget: has ? budget.meetsTarget : ('unknown' as const),
    allowed: has ? budget.allowed : null,
    left: has ? budget.left : null,
    leftShare: budget.leftShare,
    missesLeft: has ? budget.missesLeft : null,
    series: intervals
      .filter(({ start }) => start < at)
      .map((interval, place) => {
        const { decided, misses, leftShare, burnRate } = answer.series[place] as SlaBudget['series'][number];
        return { ...intervalFields(interval, at), decided, misses, leftShare, burnRate };
      }),
    alerts: has ? answer.alerts.map(alertFields) : [],
    expectedMisses: answer.expectedMisses,
    missDistribution: answer.missDistribution,
    probabilityExhausted: has ? answer.probabilityExhausted : null,
  };
  const none: Reason = 'noObjective';
  return {
    ...figures,
    reasons: reasonsOf(figures, {
      objective: none,
      hitRate: 'noItems',
      hitInterval: 'noItems',
      allowed: none,
      left: none,
      missesLeft: none,
      leftShare: has ? 'noItems' : none,
      probabilityExhausted: has ? 'tooFewItems' : none,
    }),
  };
}

export function objectiveFields({ objectives }: BudgetItems) {
  return objectives.map(({ classOfService, type, objective, windowDays }) => ({
    ...{ classOfService, type, objective, windowDays },
  }));
}

function alertFields({ alert, longBurnRate, shortBurnRate, isFiring, since }: SlaBudget['alerts'][number]) {
  return { alert, longBurnRate, shortBurnRate, isFiring, since: optionalInstant(since) };
}
