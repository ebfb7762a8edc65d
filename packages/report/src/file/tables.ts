import type { ChartTable } from '@kanban/charts';
import { html } from 'hono/html';
import type { Listing } from '../contents.ts';

/** More rows make a file that no browser opens gladly; the CSV has all of them. */
const MOST_ROWS = 200;

export type Html = ReturnType<typeof html>;

export function chartTable({ columns, rows }: ChartTable, caption: string): Html {
  return html`<div class="table-box" tabindex="0" role="region" aria-label="${caption} The numbers">
<table>
<thead><tr>${columns.map(({ title, isNumber }) => html`<th scope="col"${classOf(isNumber && 'number')}>${title}</th>`)}</tr></thead>
<tbody>
${rows.slice(0, MOST_ROWS).map(
  (row) => html`<tr>${row.map((text, place) => {
    const column = columns[place];
    return html`<td${classOf(column?.isNumber ? 'number' : column?.isText && 'text')}>${text}</td>`;
  })}</tr>
`,
)}</tbody>
</table>
</div>${cutNote(rows.length)}`;
}

export function listTable({ question, first, columns, rows }: Listing): Html {
  return html`<div class="table-box" tabindex="0" role="region" aria-label="${question} The items">
<table>
<thead><tr><th scope="col">${first}</th>${columns.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>
${rows.slice(0, MOST_ROWS).map(
  ({ reference, shortDesc, cells, isLate }) => html`<tr${classOf(isLate && 'late')}>
<td class="text">${reference}${shortDesc ? html`<span class="desc">${shortDesc}</span>` : ''}</td>
${cells.map((text, place) => html`<td data-title="${columns[place] ?? ''}">${text}</td>`)}
</tr>
`,
)}</tbody>
</table>
</div>${cutNote(rows.length)}`;
}

function classOf(name: string | false | undefined): Html | '' {
  return name ? html` class="${name}"` : '';
}

function cutNote(count: number): Html | '' {
  if (count <= MOST_ROWS) return '';
  return html`<p class="note">The first ${MOST_ROWS} of ${count.toLocaleString('en')}; the CSV has all.</p>`;
}
