import type { AnswerTo } from '@kanban/api';
import { formatDuration } from '@kanban/domain/text';
import { countOf, formatCount } from '../format/numbers.ts';
import { changeOf } from './change.ts';
import { listed } from './counts.ts';

export type OpenItemsAnswer = AnswerTo<'/v1/work-items'>;
export type OpenItem = OpenItemsAnswer['items'][number];

const STATES: Record<OpenItem['state'], string> = {
  late: 'late',
  likelyLate: 'likely late',
  atRisk: 'at risk',
  onTrack: 'on track',
  noDeadline: 'no deadline',
};

export function stateWords(state: OpenItem['state']): string {
  return STATES[state];
}

/**
 * Whether open items will keep their promise: `Of 17 open items with a deadline, 2 are late and 3 are at risk. ▲ 1 more than before
 * (4): worse.`
 */
export function openOutlookWords(answer: OpenItemsAnswer, before?: OpenItemsAnswer | null): string {
  return outlookNow(answer) + countChange(answer, before, ({ state }) => BAD.includes(state));
}

const BAD: readonly OpenItem['state'][] = ['late', 'likelyLate', 'atRisk'];

/** Whether there are more such items than on another day; nothing without one, or where not all were read. */
function countChange(
  now: OpenItemsAnswer,
  before: OpenItemsAnswer | null | undefined,
  counts: (item: OpenItem) => boolean,
): string {
  if (!before || now.nextPage !== null || before.nextPage !== null) return '';
  const [here, there] = [now, before].map(({ items }) => items.filter(counts).length);
  const change = changeOf({ now: here ?? 0, before: there ?? 0, good: 'less', format: formatCount });
  return change === null ? '' : ` ${change.words}.`;
}

function outlookNow({ items, nextPage }: OpenItemsAnswer): string {
  const of = (state: OpenItem['state']) => items.filter((item) => item.state === state).length;
  const promised = items.length - of('noDeadline');
  if (items.length === 0) return 'No item is open.';
  if (promised === 0) return 'No open item has a deadline.';
  const bad = BAD.filter((state) => of(state) > 0);
  const all = `${countOf(promised, 'open item')} with a deadline${nextPage === null ? '' : ', of those read'}`;
  if (bad.length === 0) return `All on track: ${all}.`;
  return `Of ${all}, ${listed(bad.map((state) => `${formatCount(of(state))} ${of(state) === 1 ? 'is' : 'are'} ${STATES[state]}`))}.`;
}

/** What is blocked: `3 items are blocked; KF-7 for longest, 12 days: vendor.` `at` is the instant looked at. */
export function blockedWords(answer: OpenItemsAnswer, before?: OpenItemsAnswer | null): string {
  return blockedNow(answer) + countChange(answer, before, ({ isBlocked }) => isBlocked);
}

function blockedNow(answer: OpenItemsAnswer): string {
  const blocked = blockedItems(answer);
  const [longest] = blocked;
  if (!longest) return 'Nothing is blocked.';
  const why = longest.blockedReason ? `: ${longest.blockedReason}` : '';
  const age = formatDuration(blockedForMs(longest, answer.at));
  return blocked.length === 1
    ? `One item is blocked: ${longest.reference} for ${age}${why}.`
    : `${countOf(blocked.length, 'item')} are blocked; ${longest.reference} for longest, ${age}${why}.`;
}

/** Blocked items, the longest blocked first. */
export function blockedItems({ items, at }: OpenItemsAnswer): OpenItem[] {
  return items
    .filter(({ isBlocked }) => isBlocked)
    .toSorted((a, b) => blockedForMs(b, at) - blockedForMs(a, at) || a.reference.localeCompare(b.reference));
}

export function blockedForMs({ blockedSince }: OpenItem, at: string): number {
  return blockedSince === null ? 0 : Date.parse(at) - Date.parse(blockedSince);
}
