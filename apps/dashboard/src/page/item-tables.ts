import type { SlaAnswer } from '@kanban/api';
import type { ItemList, ItemRow, ItemRows } from '@kanban/charts';
import type { Remote } from '../view/board.ts';
import { itemButton } from './data-table.ts';
import { fill, h } from './dom.ts';

const FIRST_ROWS = 8;

/** A list of items with a promise. Long lists begin with their first rows; a button shows all. */
export function createItemTable(
  listing: ItemList,
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
  function tableOf({ columns }: ItemRows, rows: readonly ItemRow[]): HTMLTableElement {
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
        const text = remote.failure ? remote.failure.brief : 'Loading …';
        fill(box, h('p', { class: 'note' }, text));
        fill(subtitle, '\u00a0');
        fill(foot);
      } else if (remote.answer !== shown) render(remote.answer);
      shown = remote.answer;
    },
  };
}
