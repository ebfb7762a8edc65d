import type { AnswerTo } from '@kanban/api';
import { formatCount } from '../format/numbers.ts';
import { listed } from './counts.ts';

export type AttentionAnswer = AnswerTo<'/v1/attention'>;
type Kind = AttentionAnswer['lines'][number]['kind'];

/** One of a kind, and several where they are said in another way. */
const KINDS: Record<Kind, string | readonly [string, string]> = {
  late: 'late',
  likelyLate: 'likely to be late',
  blocked: 'blocked for long',
  beyondPace: ['older than usual at its place', 'older than usual at their places'],
  queueOverLimit: ['queue over its limit', 'queues over their limits'],
  personOverLimit: ['person with too much at once', 'people with too much at once'],
  queueFull: 'full although the next has room',
  starved: 'starved',
  budgetBurning: ['error budget used up too fast', 'error budgets used up too fast'],
  signal: 'unlike before',
  growing: 'more begun than ended for weeks',
};

/** What kind of line it is, for its row. */
export function attentionKind(kind: Kind): string {
  return nameOf(kind, 1);
}

function nameOf(kind: Kind, count: number): string {
  const name = KINDS[kind];
  if (typeof name === 'string') return name;
  const [one, many] = name;
  return count === 1 ? one : many;
}

/** How much there is to talk about: `7 things: 3 late, 2 blocked for long and 2 starved.` */
export function attentionWords({ lines, total }: AttentionAnswer): string {
  if (total === 0)
    return 'Nothing stands out: no item is late, blocked for long or unusually old, and no queue is over its limit.';
  const counts = [...Map.groupBy(lines, ({ kind }) => kind)].map(
    ([kind, of]) => `${formatCount(of.length)} ${nameOf(kind, of.length)}`,
  );
  return `${total === 1 ? 'One thing' : `${formatCount(total)} things`}: ${listed(counts, 5)}.`;
}
