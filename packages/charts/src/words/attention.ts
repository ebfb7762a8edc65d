import type { AnswerTo } from '@kanban/api';
import { formatCount } from '../format/numbers.ts';
import { listed } from './counts.ts';

export type AttentionAnswer = AnswerTo<'/v1/attention'>;
type Kind = AttentionAnswer['lines'][number]['kind'];

const KINDS: Record<Kind, string> = {
  late: 'late',
  likelyLate: 'likely to be late',
  blocked: 'blocked for long',
  beyondPace: 'older than usual at its place',
  queueOverLimit: 'queue over its limit',
  personOverLimit: 'person with too much at once',
  queueFull: 'full although the next has room',
  starved: 'starved',
  budgetBurning: 'promises used up too fast',
  signal: 'unlike before',
  growing: 'more begun than ended for weeks',
};

/** What kind of line it is, for its row. */
export function attentionKind(kind: Kind): string {
  return KINDS[kind];
}

/** How much there is to talk about: `7 things: 3 late, 2 blocked for long and 2 starved.` */
export function attentionWords({ lines, total }: AttentionAnswer): string {
  if (total === 0)
    return 'Nothing stands out: no item is late, blocked for long or unusually old, and no queue is over its limit.';
  const counts = [...Map.groupBy(lines, ({ kind }) => kind)].map(
    ([kind, of]) => `${formatCount(of.length)} ${KINDS[kind]}`,
  );
  return `${total === 1 ? 'One thing' : `${formatCount(total)} things`}: ${listed(counts, 5)}.`;
}
