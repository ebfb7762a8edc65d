import type { WorkItemAnswer } from '@kanban/api';
import { formatDuration, ofHundred } from '@kanban/domain/text';
import { formatDay } from '../format/calendar-dates.ts';
import { countOf, formatShare } from '../format/numbers.ts';
import { type ZonedDates, zonedDates } from '../format/zoned-dates.ts';
import { listed } from './counts.ts';
import { type OpenItem, stateWords } from './open-items.ts';

type Times = Pick<WorkItemAnswer, 'activeMs' | 'waitingMs' | 'blockedMs'>;

/** Where the time of an item went: `Worked on for 33.7 days of 49 days (69 %), waiting for the rest; blocked for 5 days of it.` */
export function itemTimeWords({ activeMs, waitingMs, blockedMs }: Times): string {
  if (activeMs === null || waitingMs === null) return 'It has not entered a queue.';
  const totalMs = activeMs + waitingMs;
  if (totalMs === 0) return 'It has only just entered.';
  const blocked = blockedMs ? `; blocked for ${formatDuration(blockedMs)} of it` : '';
  if (activeMs === 0) return `Nobody has worked on it in ${formatDuration(totalMs)}${blocked}.`;
  const worked = `Worked on for ${formatDuration(activeMs)} of ${formatDuration(totalMs)} (${formatShare(activeMs / totalMs)})`;
  return waitingMs === 0 ? `${worked}.` : `${worked}, waiting for the rest${blocked}.`;
}

/** What is to be expected: `Likely late: promised for 1 Dec 2026; half of such items were done by 8 Dec 2026, 85 of 100 by …` */
export function itemOutlookWords(item: OpenItem, timeZone: string): string {
  const { state, deadline, deadlineIsDay } = item;
  const dates = zonedDates(timeZone);
  const promised =
    deadline === null
      ? ''
      : `: promised for ${deadlineIsDay ? formatDay(deadline) : dates.dateTime(deadline)}`;
  const words = stateWords(state);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${promised}${chanceWords(item)}. ${expectedWords(item, dates)}.`;
}

/** Of what is late already, and of what is older than all such items, these say nothing. */
function chanceWords({ state, missProbability, isBeyondHistory }: OpenItem): string {
  if (missProbability === null || state === 'late' || isBeyondHistory) return '';
  return `, missed by ${ofHundred(missProbability)} such items`;
}

function expectedWords({ expected50, expected85, reasons }: OpenItem, dates: ZonedDates): string {
  if (expected50 !== null && expected85 !== null)
    return `Half of such items were done by ${dates.date(expected50)}, 85 of 100 by ${dates.date(expected85)}`;
  if (reasons.expected50 === 'beyondHistory')
    return 'It has taken longer than all such items did, so they do not say when it will be done';
  if (reasons.expected50 === 'noWorkingTime')
    return 'The calendar has too little working time to say when it will be done';
  return 'Too few such items were finished to say when it will be done';
}

/** What an item waits for, and what waits for it: the direct ones, the open ones by name. */
export function itemLinksWords({
  reference,
  links,
  related,
}: Pick<WorkItemAnswer, 'reference' | 'links' | 'related'>): string {
  const waits = links.filter(({ kind }) => kind === 'waitsFor');
  const isFinished = new Map(related.map((each) => [each.reference, each.isFinished]));
  const ahead = waits.filter(({ from }) => from === reference).map(({ to }) => to);
  const open = ahead.filter((each) => isFinished.get(each) !== true);
  const behind = waits.filter(({ to }) => to === reference).map(({ from }) => from);
  const first =
    ahead.length === 0
      ? 'It waits for no other item'
      : open.length === 0
        ? `It waited for ${countOf(ahead.length, 'item')}, all finished`
        : `It waits for ${listed(open)}`;
  if (behind.length === 0) return `${first}; none waits for it.`;
  return `${first}; ${listed(behind)} ${behind.length === 1 ? 'waits' : 'wait'} for it.`;
}
