import { specificity } from './deadline.ts';

/** The share of promises, 0 to 1, that a stream wants to keep over a rolling window of local days. */
export interface SlaObjective {
  /** Null: for all classes or types without an objective. */
  classOfService: string | null;
  type: string | null;
  objective: number;
  windowDays: number;
}

/** The most specific that applies, as for policies: for class and type, then class, then type, then the stream's. */
export function objectiveFor<Objective extends SlaObjective>(
  item: { classOfService: string | null; type: string | null },
  objectives: readonly Objective[],
): Objective | undefined {
  return objectives
    .filter(({ classOfService }) => classOfService === null || classOfService === item.classOfService)
    .filter(({ type }) => type === null || type === item.type)
    .reduce<Objective | undefined>(
      (best, each) => (best && specificity(best) >= specificity(each) ? best : each),
      undefined,
    );
}
