import type { StatementCost } from './statement-costs.ts';

/** A statement that must read more than it answers with, as a count does. */
export interface CostExemption {
  readonly sql: RegExp;
  /** What it reads and why that is right; shown to nobody, written for who comes next. */
  readonly why: string;
  readonly most: (cost: StatementCost) => number;
}

/** What any statement may read: the rows of small tables that stand round the question, such as all queues of a stream. */
const FREE = 100;
/** The row itself, those it is joined with, and once again where they are sorted or grouped. */
const PER_ROW = 6;
/** A change of a row sets off triggers, each a handful of point reads. */
const PER_CHANGE = 150;

/**
 * The statements that read many more rows than they return or change, a line each; empty when all is well. For tests on a
 * database of many streams: what is read then for nothing are the rows of others.
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
