import type { StatementCost } from './statement-costs.ts';

/** A statement that must read more rows than it returns, such as a count. */
export interface CostExemption {
  readonly sql: RegExp;
  /** What it reads and why that is right, for readers of the code only. */
  readonly why: string;
  readonly most: (cost: StatementCost) => number;
}

/** The rows of small tables that any statement may read besides, such as all queues of a stream. */
const FREE = 100;
/** The row, the rows joined with it, and each of them again for sorting or grouping. */
const PER_ROW = 6;
/** A change of a row fires triggers, each with a few point reads. */
const PER_CHANGE = 150;

/**
 * One line for each statement that reads many more rows than it returns or changes. For tests on a database of many streams, in
 * which such a statement reads rows of other streams.
 */
export function tooCostly(
  costs: readonly StatementCost[],
  exemptions: readonly CostExemption[] = [],
): string[] {
  return costs.flatMap((cost) => {
    const { sql, read, returned, changed } = cost;
    const exempt = exemptions.find((each) => each.sql.test(sql));
    const most = exempt?.most(cost) ?? FREE + PER_ROW * returned + PER_CHANGE * changed;
    if (read <= most) return [];
    const text = sql.replace(/\s+/g, ' ').slice(0, 300);
    return [`read ${read} rows (at most ${most}), returned ${returned}, changed ${changed}: ${text}`];
  });
}
