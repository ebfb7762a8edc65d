import { readFileSync } from 'node:fs';
import { provenance, screenLook } from '@kanban/charts';
import { html, raw } from 'hono/html';
import type { CsvFile } from '../ask/csv-file.ts';
import type { ReportData } from '../ask/report-data.ts';
import {
  chartsMore,
  type FigureRow,
  figureRows,
  isEmptyReport,
  type Listing,
  listingsOf,
  madeAt,
  type Section,
  sectionsOf,
} from '../contents.ts';
import { drawSvg } from '../draw/draw.ts';
import { embeddedFont } from '../draw/fonts.ts';
import { chartTable, type Html, listTable } from './tables.ts';

const css = readFileSync(new URL('report.css', import.meta.url), 'utf8');

/** CSS pixels: as wide as a card, and as a card on a phone, where a chart says less and has its legend underneath. */
const WIDE = [960, 340] as const;
const NARROW = [340, 300] as const;

/** Nothing but what the file itself holds may be loaded, and no script may run, whatever a card's text says. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:";

/**
 * The report as one file that opens without a server: charts as SVG for wide and for narrow windows, the tables as CSV to
 * download out of the file itself. It refers to nothing outside.
 */
export async function renderReportFile(data: ReportData): Promise<string> {
  const { stream, timeZone, period, before, charted } = data;
  const title = `Flow report: ${stream}`;
  const body = isEmptyReport(data) ? nothing(data) : await contents(data);
  const chartsNote = chartsMore(data) ? html` Charts: ${charted.name}.` : '';
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Kanban Flow">
<title>${title}, ${period.name}</title>
<style>${raw(embeddedFont())}
${raw(css)}</style>
</head>
<body>
<header>
<p class="kind">Flow report</p>
<h1>${stream}</h1>
<p class="when">${period.name}</p>
<p class="made">Time zone ${timeZone}. Made ${madeAt(data)}. Compared with ${before.name}.${chartsNote}</p>
</header>
<main>
${body}
</main>
</body>
</html>
`;
  return String(await page);
}

function nothing({ stream, period }: ReportData): Html {
  return html`<section class="card"><p class="nothing">No item had entered ${stream} by the end of ${period.name}: there is nothing to report.</p></section>`;
}

async function contents(data: ReportData): Promise<Html> {
  const sections: Html[] = [];
  // One after the other: each takes all of a processor.
  for (const section of sectionsOf(data)) sections.push(await renderSection(section, data.csvs));
  return html`${renderFigures(figureRows(data))}
${sections}
${listingsOf(data).map((listing) => renderListing(listing, data.csvs))}
${renderProvenance(data)}`;
}

function renderFigures(rows: readonly FigureRow[]): Html {
  return html`<section aria-label="Key figures"><dl class="figures">
${rows.map(
  ({
    label,
    value,
    note,
    before,
  }) => html`<div class="figure"><dt>${label}</dt><dd class="value">${value}</dd>${
    note === '' ? '' : html`<dd class="note">${note}</dd>`
  }${before === null ? '' : html`<dd class="before">before: ${before}</dd>`}</div>
`,
)}</dl></section>`;
}

async function renderSection(section: Section, csvs: readonly CsvFile[]): Promise<Html> {
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
<p class="subtitle">${subtitle}</p>
<figure role="img" aria-label="${summary}"><div class="wide">${raw(wide)}</div><div class="narrow">${raw(narrow)}</div></figure>
<footer>
<details><summary>Show as table</summary>${chartTable(table, question)}</details>
${downloads(section.csvs, csvs)}
</footer>
</section>`;
}

/** Which CSV goes with which list. */
const CSVS_OF_LISTS: Readonly<Record<string, string>> = {
  misses: 'Finished late',
  outlook: 'Late or at risk',
};

function renderListing(listing: Listing, csvs: readonly CsvFile[]): Html {
  const { id, question, subtitle, rows, emptyText } = listing;
  if (rows.length === 0) {
    return html`<section class="card list" aria-labelledby="${id}"><h2 id="${id}">${question}</h2><p class="nothing">${emptyText}</p></section>`;
  }
  return html`<section class="card list" aria-labelledby="${id}">
<h2 id="${id}">${question}</h2>
<p class="subtitle">${subtitle}</p>
${listTable(listing)}
<footer>${downloads([CSVS_OF_LISTS[id] ?? ''], csvs)}</footer>
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

function renderProvenance({ charted, timeZone, charts }: ReportData): Html {
  const facts = [['Charts', `${charted.name}, ${timeZone}`], ...provenance(charts)];
  return html`<section class="card"><details><summary>How these numbers are made</summary><dl class="facts">
${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></details></section>`;
}
