import type { BlockedAnswer } from '@kanban/api';
import { formatDuration } from '@kanban/domain/text';
import { formatCount, formatShare } from '../format/numbers.ts';

/** The costliest place: `Most by “vendor” in development: 6 days, 75 % of all blocked time.` */
export function blockedMapWords({ matrix }: BlockedAnswer): string {
  const [worst] = matrix.toSorted((a, b) => b.blockedMs - a.blockedMs);
  if (!worst) return 'Nothing was blocked.';
  const all = matrix.reduce((sum, { blockedMs }) => sum + blockedMs, 0);
  const where = `“${worst.key}” in ${worst.queue}: ${formatDuration(worst.blockedMs)}`;
  if (matrix.length === 1) return `Only by ${where}.`;
  return `Most by ${where}, ${formatShare(all === 0 ? 0 : worst.blockedMs / all)} of all blocked time at ${formatCount(matrix.length)} places.`;
}
