import { screenLook } from '@kanban/charts';
import { html, raw } from 'hono/html';
import type { CsvFile } from '../ask/csv-file.ts';
import type { Listing, Section } from '../contents.ts';
import { drawSvg } from '../draw/draw.ts';
import { chartTable, type Html, listTable } from './tables.ts';

/** CSS pixels: as wide as a card, and as a card on a phone, where a chart says less and has its legend underneath. */
const WIDE = [960, 340] as const;
const NARROW = [340, 300] as const;

/** A chart, twice: which one is shown is for the width of the window to say. */
export async function renderSection(section: Section, csvs: readonly CsvFile[]): Promise<Html> {
  const { id, question, subtitle, summary, nothing: none, table } = section;
  if (none !== null) {
    return html`<section class="card" aria-labelledby="${id}"><h2 id="${id}">${question}</h2><p class="nothing">${none}</p></section>`;
  }
  const [wide, narrow] = [
    await drawSvg(section.spec(screenLook(...WIDE))),
    await drawSvg(section.spec(screenLook(...NARROW))),
  ];
  return html`<section class="card" aria-labelledby="${id}">
<h2 id="${id}">${question}</h2>
<p class="answer">${summary}</p>
<p class="subtitle">${subtitle}</p>
<figure role="img" aria-label="${summary}"><div class="wide">${raw(wide)}</div><div class="narrow">${raw(narrow)}</div></figure>
<footer>
<details><summary>Show as table</summary>${chartTable(table, question)}</details>
${downloads(section.csvs, csvs)}
</footer>
</section>`;
}

export function renderListing(listing: Listing, csvs: readonly CsvFile[]): Html {
  const { id, question, summary, subtitle, rows, emptyText, csv } = listing;
  if (rows.length === 0) {
    return html`<section class="card list" aria-labelledby="${id}"><h2 id="${id}">${question}</h2><p class="nothing">${emptyText}</p></section>`;
  }
  return html`<section class="card list" aria-labelledby="${id}">
<h2 id="${id}">${question}</h2>
${summary === '' ? '' : html`<p class="answer">${summary}</p>`}
${subtitle === '' ? '' : html`<p class="subtitle">${subtitle}</p>`}
${listTable(listing)}
<footer>${downloads([csv], csvs)}</footer>
</section>`;
}

function downloads(titles: readonly string[], csvs: readonly CsvFile[]): Html | '' {
  const files = csvs.filter(({ title }) => titles.includes(title));
  if (files.length === 0) return '';
  return html`<ul class="downloads">${files.map(({ title, name, content }) =>
    content === null
      ? html`<li>${title}: too large for this file, see <code>kanban export</code></li>`
      : html`<li><a download="${name}" href="data:text/csv;charset=utf-8;base64,${content.toString('base64')}">${title} (CSV)</a></li>`,
  )}</ul>`;
}
