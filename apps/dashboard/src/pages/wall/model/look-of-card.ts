import type { AnswerToQuestion } from '@kanban/api';
import type { BoardAnswer } from '@kanban/api/board';
import { formatDay, formatDuration, stateWords, zonedDates } from '@kanban/charts';

export type WallAnswer = BoardAnswer<'wall'>;
export type WallQueue = WallAnswer['queues'][number];
type WallCard = WallAnswer['cards'][number];

/** What a card shows: a card is drawn again only when it shows something else. */
export interface Card extends Omit<WallCard, 'inQueueMs'> {
  readonly inQueue: string;
  readonly due: string | null;
  /** It came since the last working day began. */
  readonly isNewHere: boolean;
}

const HOUR = 3_600_000;

export function cardOf(card: WallCard, timeZone: string, passedMs: number, newSince: string | null): Card {
  const { inQueueMs, ...shown } = card;
  const dates = zonedDates(timeZone);
  const due = card.dueAt === null ? null : card.dueIsDay ? formatDay(card.dueAt) : dates.dateTime(card.dueAt);
  const isNewHere = newSince !== null && dates.isoDate(card.inQueueSince) >= newSince;
  return { ...shown, inQueue: ageWords(inQueueMs + passedMs), due, isNewHere };
}

function ageWords(ms: number): string {
  return ms < HOUR ? 'under 1 hour' : formatDuration(ms);
}

/** Age against its pace, and what to expect, as the metrics API judges it. */
export interface Outlook {
  readonly pace: string | null;
  readonly isSlow: boolean;
  readonly outlook: string | null;
  readonly isBad: boolean;
}

type OpenItem = AnswerToQuestion<'workItems'>['items'][number];

export const NO_OUTLOOK: Outlook = { pace: null, isSlow: false, outlook: null, isBad: false };

export function isSameOutlook(one: Outlook, other: Outlook): boolean {
  return (Object.keys(one) as (keyof Outlook)[]).every((name) => one[name] === other[name]);
}

const BAD: readonly OpenItem['state'][] = ['late', 'likelyLate', 'atRisk'];

export function outlookOf({ ageMs, exceeds, state, expected85 }: OpenItem, timeZone: string): Outlook {
  const age = ageMs === null ? null : `${ageWords(ageMs)} old`;
  const pace = age === null || exceeds === null ? age : `${age}, slower than ${Math.round(exceeds)} of 100`;
  const expected =
    expected85 === null ? null : `done by ${zonedDates(timeZone).date(expected85)} (85 of 100)`;
  return {
    pace,
    isSlow: exceeds !== null && exceeds >= 85,
    outlook: BAD.includes(state) ? stateWords(state) : expected,
    isBad: BAD.includes(state),
  };
}
