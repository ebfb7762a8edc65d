import type { AttentionFacts, AttentionLine, AttentionRule } from './attention-facts.ts';
import { beyondPace } from './beyond-pace.ts';
import { blockedForDays } from './blocked.ts';
import { budgetBurning } from './budget-burning.ts';
import { growing } from './growing.ts';
import { late } from './late.ts';
import { likelyLate } from './likely-late.ts';
import { personOverLimit, queueOverLimit } from './over-limit.ts';
import { queueFull } from './queue-full.ts';
import { behaviourSignal } from './signal.ts';
import { starved } from './starved.ts';

const RULES: readonly AttentionRule[] = [
  late,
  likelyLate,
  blockedForDays,
  beyondPace,
  queueOverLimit,
  personOverLimit,
  queueFull,
  starved,
  budgetBurning,
  behaviourSignal,
  growing,
];

/** All kinds of lines that there are. */
export const ATTENTION_KINDS: readonly string[] = RULES.map(({ kind }) => kind);

/**
 * What to talk about now, the most serious first, then the oldest or, where a deadline lies ahead, the soonest, then by name; one
 * line for each subject at most.
 */
export function attention(facts: AttentionFacts): AttentionLine[] {
  const lines = RULES.flatMap(({ kind, severity, find }) =>
    find(facts).map((line): AttentionLine => ({ kind, severity, ...line })),
  );
  lines.sort(
    (a, b) =>
      a.severity - b.severity ||
      compare(a.dueAt ?? Number.POSITIVE_INFINITY, b.dueAt ?? Number.POSITIVE_INFINITY) ||
      compare(a.since ?? Number.POSITIVE_INFINITY, b.since ?? Number.POSITIVE_INFINITY) ||
      compare(a.subject.name, b.subject.name),
  );
  const seen = new Set<string>();
  return lines.filter(({ subject: { is, name } }) => {
    const key = `${is} ${name}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** By code unit, and without a difference, which two infinities do not have. */
function compare<Value extends number | string>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
