import type { DayCount } from '@kanban/domain';
import type { FinishedQuery } from '../../answer/asked-finished.ts';
import type { RangeAtQuery } from '../../answer/asked-range-at.ts';
import type { ClockQuery } from './clock.ts';

/** Which items, and how they are timed. */
export interface TimingQuery extends RangeAtQuery, ClockQuery, FinishedQuery {
  dayCount: DayCount;
}
