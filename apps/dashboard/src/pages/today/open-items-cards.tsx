import {
  blockedForMs,
  blockedItems,
  blockedWords,
  formatDay,
  formatDuration,
  openOutlookWords,
  stateWords,
  zonedDates,
} from '@kanban/charts';
import { useRemote } from '../../app/context.ts';
import { ListCard } from '../../cards/list-card.tsx';
import { ask, onDayBefore } from '../../view/ask.ts';

export const openItems = ask('workItems');
export const openBefore = onDayBefore(openItems);

const CSV = { table: 'Open items', words: 'the open items' } as const;
const BAD = ['late', 'likelyLate', 'atRisk'];

/** Items that cannot go on, with reason and age. */
export function BlockedCard() {
  const remote = useRemote(openItems);
  const { answer } = remote;
  const before = useRemote(openBefore).answer;
  const words = answer ? blockedWords(answer, before) : '';
  return (
    <ListCard
      id="blocked"
      question="What is blocked, and why?"
      answer={words}
      emptyText={words}
      csv={CSV}
      first="Item"
      columns={['Blocked for', 'Reason', 'Queue', 'Assignee']}
      rows={(answer ? blockedItems(answer) : []).map((item) => ({
        key: item.reference,
        reference: item.reference,
        name: item.reference,
        shortDesc: item.shortDesc,
        cells: [
          formatDuration(blockedForMs(item, answer?.at ?? '')),
          item.blockedReason ?? 'no reason given',
          item.queue,
          item.assignee ?? 'nobody',
        ],
      }))}
      remote={remote}
    />
  );
}

/** Open items whose promise is broken or in danger, by how likely it is to be missed. */
export function OutlookCard() {
  const remote = useRemote(openItems);
  const { answer } = remote;
  const before = useRemote(openBefore).answer;
  const words = answer ? openOutlookWords(answer, before) : '';
  const dates = answer && zonedDates(answer.timeZone);
  const day = (instant: string | null) => (instant === null || !dates ? 'unknown' : dates.date(instant));
  const bad = (answer?.items ?? [])
    .filter(({ state }) => BAD.includes(state))
    .toSorted(
      (a, b) =>
        BAD.indexOf(a.state) - BAD.indexOf(b.state) || (a.deadline ?? '').localeCompare(b.deadline ?? ''),
    );
  return (
    <ListCard
      id="open-outlook"
      question="Which open items will miss their promise?"
      answer={words}
      emptyText={words}
      csv={CSV}
      first="Item"
      columns={['Outlook', 'Promised', 'Half are done by', '85 of 100 by', 'Queue']}
      rows={bad.map((item) => ({
        key: item.reference,
        reference: item.reference,
        name: item.reference,
        shortDesc: item.shortDesc,
        cells: [
          stateWords(item.state),
          item.deadline !== null && item.deadlineIsDay ? formatDay(item.deadline) : day(item.deadline),
          day(item.expected50),
          day(item.expected85),
          item.queue,
        ],
        isLate: item.state === 'late',
      }))}
      remote={remote}
    />
  );
}
