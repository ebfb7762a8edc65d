import { readFileSync } from 'node:fs';
import { colourRule, type KeyFigure, provenance } from '@kanban/charts';
import { html, raw } from 'hono/html';
import type { ReportData } from '../ask/report-data.ts';
import {
  attentionOf,
  changesOf,
  chartsMore,
  figuresOf,
  isEmptyReport,
  listingsOf,
  madeAt,
  sectionsOf,
} from '../contents.ts';
import { embeddedFont } from '../draw/fonts.ts';
import { renderListing, renderSection } from './cards.ts';
import type { Html } from './tables.ts';

const css = readFileSync(new URL('report.css', import.meta.url), 'utf8');

/** Only content of the file itself may be loaded, and no script may run, whatever a card's text says. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:";

/**
 * The report as one file that opens without a server: charts as SVG for wide and for narrow windows, the tables as CSV to
 * download out of the file itself. It refers to nothing outside.
 */
export async function renderReportFile(data: ReportData): Promise<string> {
  const { stream, timeZone, period, before, charted, chartedBefore } = data;
  const title = `Flow report: ${stream}`;
  const body = isEmptyReport(data) ? nothing(data) : await contents(data);
  const chartsNote = chartsMore(data)
    ? html` Charts: ${charted.name}, compared with ${chartedBefore.name}.`
    : '';
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
${raw(colourRule() + css)}</style>
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
  // One after the other, because each needs a whole processor.
  for (const section of sectionsOf(data)) sections.push(await renderSection(section, data.csvs));
  return html`<p class="changes">${changesOf(data) ?? ''}</p>
${renderFigures(figuresOf(data))}
${attentionOf(data).map((listing) => renderListing(listing, data.csvs))}
${sections}
${listingsOf(data).map((listing) => renderListing(listing, data.csvs))}
${renderProvenance(data)}`;
}

function renderFigures(figures: readonly KeyFigure[]): Html {
  const told = ({ label, value, note, change }: KeyFigure) =>
    html`<div class="figure"><dt>${label}</dt><dd class="value">${value}</dd>${
      note === '' ? '' : html`<dd class="note">${note}</dd>`
    }${change ? html`<dd class="change" data-direction="${change.direction ?? ''}">${change.words}</dd>` : ''}</div>
`;
  return html`<section aria-label="Key figures"><dl class="figures">
${figures.map(told)}</dl></section>`;
}

function renderProvenance({ charted, timeZone, charts }: ReportData): Html {
  const facts = [['Charts', `${charted.name}, ${timeZone}`], ...provenance(charts)];
  return html`<section class="card provenance"><details><summary>How these numbers are made</summary><dl class="facts">
${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></details></section>`;
}
