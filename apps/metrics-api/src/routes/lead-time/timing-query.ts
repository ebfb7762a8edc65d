import type { DayCount, Range } from '@kanban/domain';
import type { AskedStream, RangeQuery } from '../../answer/asked-stream.ts';
import type { FinishedItemFilter } from '../../load/finished-items.ts';
import type { ClockQuery } from './clock.ts';

/** Which items, and how they are timed. */
export interface TimingQuery extends RangeQuery, ClockQuery, FinishedItemFilter {
  dayCount: DayCount;
}

export type AskedRange = AskedStream & { range: Range };
