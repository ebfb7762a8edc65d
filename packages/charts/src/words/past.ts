import type { HowManyAnswer, ThroughputAnswer } from '@kanban/api';
import { countOf, formatCount } from '../format/numbers.ts';

/** What a forecast draws from: `82 items in 89 days`. */
export function historyWords({ history }: Pick<HowManyAnswer, 'history'>): string {
  return `${countOf(history.items, 'item')} in ${countOf(history.days, 'day')}`;
}

/** What really happened in as long a time: `In the 14 days up to yesterday, 39 items were finished.` */
export function asLongBeforeWords({ total }: Pick<ThroughputAnswer, 'total'>, days: number): string {
  const verb = total === 1 ? 'was' : 'were';
  const time = days === 1 ? 'Yesterday' : `In the ${formatCount(days)} days up to yesterday`;
  return `${time}, ${total === 0 ? 'no item was' : `${countOf(total, 'item')} ${verb}`} finished.`;
}
