import type { Interval } from '@kanban/api';
import type { Behind } from './behind.ts';
import { type BehindList, behind } from './behind.ts';

/** The items behind the bar of an interval: those of a list from its start to its end. */
export function itemsOfInterval(
  list: BehindList,
  title: string,
  { start, end }: Pick<Interval, 'start' | 'end'>,
  extra: Behind['extra'] = {},
): string {
  return behind(list, title, { from: start, to: end, ...extra });
}
