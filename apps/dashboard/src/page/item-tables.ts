import type { SlaAnswer } from '../api/answers.ts';
import { formatDuration } from '../format/durations.ts';
import { countOf } from '../format/numbers.ts';
import { zonedDates } from '../format/zoned-dates.ts';
import type { Remote } from '../view/board.ts';
import { itemButton } from './data-table.ts';
import { fill, h } from './dom.ts';
import { failureText } from './failure-text.ts';

interface Row {
  reference: string;
  shortDesc: string | null;
  cells: readonly string[];
  isLate?: boolean;
}

interface TableOf {
  columns: readonly string[];
  rows: readonly Row[];
  subtitle: string;
}

interface Listing {
  id: string;
  question: string;
  emptyText: string;
  read(answer: SlaAnswer): TableOf;
}

const DECIDED_BY = { dueDate: 'due date', policy: 'policy' } as const;
const FIRST_ROWS = 8;

export const misses: Listing = {
  id: 'misses',
  question: 'Which promises were broken?',
  emptyText: 'Nothing was finished late in this range.',
  read({ misses: rows, timeZone }) {
    const dates = zonedDates(timeZone);
    return {
      subtitle: `${countOf(rows.length, 'item')} finished late in this range, the most overdue first`,
      columns: ['Late by', 'Finished', 'Promised', 'Decided by'],
      rows: [...rows]
        .sort((a, b) => b.lateByMs - a.lateByMs)
        .map((row) => ({
          ...row,
          cells: [
            formatDuration(row.lateByMs),
            dates.date(row.finishedAt),
            dates.date(row.deadline),
            DECIDED_BY[row.decidedBy],
          ],
        })),
    };
  },
};

export const outlook: Listing = {
  id: 'outlook',
  question: 'Which are late now, or will be?',
  emptyText: 'No open item is late or at risk.',
  read({ open, timeZone }) {
    const dates = zonedDates(timeZone);
    return {
      subtitle: `${countOf(open.late.length, 'open item')} late, ${open.atRisk.length} at risk`,
      columns: ['Outlook', 'Promised', 'Queue'],
      rows: [
        ...open.late.map((row) => ({
          ...row,
          isLate: true,
          cells: [`late by ${formatDuration(row.lateByMs)}`, dates.date(row.deadline), row.queue ?? ''],
        })),
        ...open.atRisk.map((row) => ({
          ...row,
          cells: [`expected ${dates.date(row.expectedFinishAt)}`, dates.date(row.deadline), row.queue ?? ''],
        })),
      ],
    };
  },
};

/** A list of items with a promise. Long lists begin with their first rows; a button shows all. */
export function createItemTable(
  listing: Listing,
  { csv, openItem }: { csv: HTMLAnchorElement; openItem: (reference: string) => void },
) {
  const headingId = `${listing.id}-heading`;
  const subtitle = h('p', { class: 'subtitle' }, '\u00a0');
  const box = h('div', {
    class: 'list-box',
    tabindex: 0,
    role: 'region',
    'aria-label': `${listing.question} The items`,
  });
  const foot = h('footer', { class: 'card-foot' });
  const element = h(
    'section',
    { class: `card list-card ${listing.id}`, 'aria-labelledby': headingId },
    h(
      'header',
      { class: 'card-head' },
      h('div', {}, h('h2', { id: headingId }, listing.question), subtitle),
      h('div', { class: 'downloads' }, csv),
    ),
    box,
    foot,
  );
  let showsAll = false;
  let shown: SlaAnswer | null = null;

  function render(answer: SlaAnswer): void {
    const table = listing.read(answer);
    fill(subtitle, table.rows.length > 0 ? table.subtitle : '\u00a0');
    if (table.rows.length === 0) fill(box, h('p', { class: 'note' }, listing.emptyText));
    else fill(box, tableOf(table, showsAll ? table.rows : table.rows.slice(0, FIRST_ROWS)));
    const isCut = table.rows.length > FIRST_ROWS;
    const text = showsAll ? `Show the first ${FIRST_ROWS}` : `Show all ${table.rows.length}`;
    fill(
      foot,
      isCut && h('button', { type: 'button', 'aria-expanded': String(showsAll), onclick: toggle }, text),
    );
    function toggle(): void {
      showsAll = !showsAll;
      render(answer);
      foot.querySelector('button')?.focus();
    }
  }

  /** Each cell also carries its column's title: in a narrow window a row is a block, and has no heading above it. */
  function tableOf({ columns }: TableOf, rows: readonly Row[]): HTMLTableElement {
    return h(
      'table',
      {},
      h('caption', { class: 'visually-hidden' }, listing.question),
      h('thead', {}, h('tr', {}, ...['Item', ...columns].map((title) => h('th', { scope: 'col' }, title)))),
      h(
        'tbody',
        {},
        ...rows.map((row) =>
          h(
            'tr',
            { class: row.isLate && 'late' },
            h(
              'td',
              { class: 'item-cell' },
              itemButton(row.reference, openItem),
              row.shortDesc !== null && h('span', { class: 'desc', title: row.shortDesc }, row.shortDesc),
            ),
            ...row.cells.map((text, place) => h('td', { 'data-title': columns[place] }, text)),
          ),
        ),
      ),
    );
  }

  return {
    element,
    update(remote: Remote<SlaAnswer>): void {
      element.classList.toggle('is-outdated', remote.isOutdated);
      element.setAttribute('aria-busy', String(remote.status === 'loading'));
      if (remote.answer === null) {
        const text = remote.failure ? failureText(remote.failure) : 'Loading …';
        fill(box, h('p', { class: 'note' }, text));
        fill(subtitle, '\u00a0');
        fill(foot);
      } else if (remote.answer !== shown) render(remote.answer);
      shown = remote.answer;
    },
  };
}
