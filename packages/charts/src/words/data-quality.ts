import type { AnswerTo } from '@kanban/api';
import { countOf, formatShare } from '../format/numbers.ts';

/** `movedBack` as `moved back`. */
export function checkName(check: string): string {
  return check.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Whether charts can be believed: the warning that most items have, and what it distorts. */
export function dataQualityWords({ checks, population }: AnswerTo<'/v1/data-quality'>): string {
  const found = checks.filter(({ items }) => items > 0);
  const warnings = found
    .filter(({ severity }) => severity === 'warning')
    .toSorted((a, b) => b.items - a.items);
  const [worst] = warnings;
  if (found.length === 0) return `Yes: nothing was found in ${countOf(population, 'item')}.`;
  if (!worst) return `Yes: ${countOf(found.length, 'check')} found something, none of it a reason to doubt.`;
  const share = worst.share === null ? '' : ` (${formatShare(worst.share)})`;
  const others = warnings.length === 1 ? '' : ` ${countOf(warnings.length - 1, 'other warning')}.`;
  return `With care: “${checkName(worst.check)}” at ${countOf(worst.items, 'item')}${share} distorts ${worst.distorts}.${others}`;
}
