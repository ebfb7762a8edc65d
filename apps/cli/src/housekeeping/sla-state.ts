import type { Deadline, ItemOutlook, OutlookState } from '@kanban/domain';

export interface SlaState {
  readonly deadline: Deadline;
  /** What is to be said of the item; null while it is on track. */
  readonly flag: 'atRisk' | 'breached' | null;
  readonly state: OutlookState;
}

/** The working hours of the stream never reach what it promises. */
export const UNREACHABLE = Symbol();

const FLAGS: Record<OutlookState, SlaState['flag']> = {
  late: 'breached',
  likelyLate: 'atRisk',
  atRisk: 'atRisk',
  onTrack: null,
  noDeadline: null,
};

/** What the one outlook of an item, which pages and CSV show too, is flagged as. Null: it has no deadline. */
export function slaStateOf({ state, deadline, reason }: ItemOutlook): SlaState | null | typeof UNREACHABLE {
  if (reason === 'noWorkingTime') return UNREACHABLE;
  return deadline && { deadline, flag: FLAGS[state], state };
}
