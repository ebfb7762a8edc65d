import type { StabilityAnswer } from '@kanban/api';
import { listed } from './counts.ts';

const CHECKS: Record<StabilityAnswer['checks'][number]['check'], string> = {
  ratesEqual: 'as much arrives as leaves',
  allFinish: 'what begins gets finished',
  wipSame: 'as much is in progress at the end as at the beginning',
  ageSteady: 'what is in progress is as old at the end as at the beginning',
  sameUnits: 'all is counted in the same units',
};

/** What a check asks, in plain words. */
export function checkWords(check: StabilityAnswer['checks'][number]['check']): string {
  return CHECKS[check];
}

/** Whether averages can be trusted: the checks of Little's law that do not hold. */
export function stabilityWords({ checks, window }: StabilityAnswer): string {
  if (!window || window.items === 0) return 'Nothing was in progress in this range.';
  const of = (wanted: boolean | null) =>
    checks.filter(({ holds }) => holds === wanted).map(({ check }) => `“${CHECKS[check]}”`);
  const [broken, unknown] = [of(false), of(null)];
  const open = unknown.length === 0 ? '' : ` It cannot be said whether ${listed(unknown, 5)}.`;
  if (broken.length === 0) {
    return `${unknown.length === 0 ? 'Yes: all' : 'As far as can be said, yes:'} ${checks.length - unknown.length} checks hold.${open}`;
  }
  const count = broken.length === 1 ? 'one check fails' : `${broken.length} checks fail`;
  return `With care: ${count}: ${listed(broken, 5)}.${open}`;
}
