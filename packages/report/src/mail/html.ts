import { type KeyFigure, TONES } from '@kanban/charts';
import { html } from 'hono/html';
import type { ReportData } from '../ask/report-data.ts';
import {
  asOf,
  attentionOf,
  changesOf,
  chartsMore,
  figuresOf,
  isEmptyReport,
  type Listing,
  listingsOf,
  madeAt,
  type Section,
} from '../contents.ts';
import type { Frame } from './frame.ts';
import type { MailPicture } from './pictures.ts';
import { FIRST_ITEMS } from './text.ts';

export interface Drawn {
  readonly section: Section;
  readonly picture: MailPicture | null;
}

type Html = ReturnType<typeof html>;

/** A mail is light: many clients make it dark by themselves. */
const [PAGE] = TONES.page;
const [WHITE] = TONES.card;
const [INK] = TONES.ink;
const [INK_SOFT] = TONES.inkSoft;
const [LINE] = TONES.border;
const [ACCENT] = TONES.accent;
const [WARN] = TONES.warn;
const [WARN_SOFT] = TONES.warnSoft;
const [WARN_LINE] = TONES.warnBorder;
const CELL = `padding:6px 12px 6px 0;border-bottom:1px solid ${LINE};text-align:left;vertical-align:top`;
const NUMBER = `padding:6px 0 6px 12px;border-bottom:1px solid ${LINE};text-align:right;vertical-align:top;white-space:nowrap`;
/** Of a title; a sentence about an item is shorter. */
const MOST_LETTERS = 200;
const SMALL = 'font-size:13px';
const SENTENCE = 'margin:3px 0 0;font-size:14px;font-weight:600';
/** Told by word and sign as well. */
const CHANGE_COLOURS = { worse: WARN, better: ACCENT, same: INK_SOFT } as const;
const CARD = `margin:0 0 14px;padding:18px 20px;background:${WHITE};border:1px solid ${LINE};border-radius:10px`;

/** The mail for an HTML client: one column that fits a phone, styles inline because many clients drop the others. */
export function renderHtml(data: ReportData, drawn: readonly Drawn[], { notes, link, footer }: Frame): Html {
  const { stream, period, timeZone } = data;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>Flow report of ${stream}</title>
</head>
<body style="margin:0;padding:16px 8px;background:${PAGE};color:${INK};font:15px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif">
<div style="max-width:640px;margin:0 auto;overflow-wrap:anywhere">
<div style="padding:8px 4px 16px">
<p style="margin:0;color:${INK_SOFT};font-size:13px;font-weight:600">Flow report</p>
<h1 style="margin:0;font-size:24px;line-height:1.3">${stream}</h1>
<p style="margin:2px 0 0;font-size:16px">${period.name}</p>
<p style="margin:2px 0 0;color:${INK_SOFT};font-size:13px">Time zone ${timeZone}. Made ${madeAt(data)}, as of ${asOf(data)}.</p>
</div>
${notes.map((note) => html`<p style="${CARD};background:${WARN_SOFT};border-color:${WARN_LINE}">${note}</p>`)}
${isEmptyReport(data) ? nothing(data) : contents(data, drawn)}
${link === undefined ? '' : button(link)}
<p style="margin:16px 0;color:${INK_SOFT};font-size:13px;text-align:center">Sent by Kanban Flow, as you are subscribed to report.weekly${footer.map(
    ({ label, url }) => html` · <a href="${url}" style="color:${INK_SOFT}">${label}</a>`,
  )}</p>
</div>
</body>
</html>
`;
}

function contents(data: ReportData, drawn: readonly Drawn[]): Html {
  const { charted, chartedBefore, period } = data;
  return html`${range(changesOf(data) ?? '')}
${attentionOf(data).map(listing)}
${figures(data)}
${chartsMore(data) ? range(`The charts: ${charted.name}, compared with ${chartedBefore.name}`) : ''}
${drawn.map(chart)}
${chartsMore(data) ? range(`The lists: ${period.name}, and now`) : ''}
${listingsOf(data).map(listing)}`;
}

function nothing({ stream, period }: ReportData): Html {
  return html`<p style="${CARD}">No item had entered ${stream} by the end of ${period.name}: there is nothing to report.</p>`;
}

function figures(data: ReportData): Html {
  const row = ({ label, value, note, change }: KeyFigure) => html`<tr>
<th scope="row" style="${CELL};font-weight:400">${label}${
    note === '' ? '' : html`<br><span style="color:${INK_SOFT};${SMALL}">${note}</span>`
  }${
    change
      ? html`<br><span style="color:${CHANGE_COLOURS[change.direction ?? 'same']};${SMALL}">${change.words}</span>`
      : ''
  }</th>
<td style="${NUMBER};font-size:17px;font-weight:600">${value}</td>
</tr>
`;
  return html`<div style="${CARD}">
<table style="width:100%;border-collapse:collapse">
${figuresOf(data).map(row)}</table>
<p style="margin:8px 0 0;color:${INK_SOFT};font-size:13px">Before: ${data.before.name}</p>
</div>`;
}

function chart({ section, picture }: Drawn): Html {
  const { question, subtitle, summary, nothing: none } = section;
  return html`<div style="${CARD}">
<h2 style="margin:0;font-size:17px;line-height:1.3">${question}</h2>
${
  picture === null
    ? html`<p style="margin:8px 0 0;color:${INK_SOFT}">${none}</p>`
    : html`<p style="${SENTENCE}">${summary}</p>
<p style="margin:2px 0 12px;color:${INK_SOFT};font-size:14px">${subtitle}</p>
<img src="cid:${picture.cid}" alt="${summary}" width="598" style="display:block;width:100%;max-width:598px;height:auto;border:0">`
}
</div>
`;
}

function range(text: string): Html {
  return html`<p style="margin:0 0 10px;padding:0 4px;color:${INK_SOFT}">${text}</p>`;
}

/** One column: a row of cells would be too wide for a phone. */
function listing({ question, summary, subtitle, columns, rows, emptyText }: Listing): Html {
  const first = rows.slice(0, FIRST_ITEMS);
  const more = rows.length - first.length;
  return html`<div style="${CARD}">
<h2 style="margin:0;font-size:17px;line-height:1.3">${question}</h2>
${summary === '' || rows.length === 0 ? '' : html`<p style="${SENTENCE}">${summary}</p>`}
<p style="margin:2px 0 0;color:${INK_SOFT};font-size:14px">${rows.length === 0 ? emptyText : subtitle}</p>
${first.map(
  ({
    reference,
    shortDesc,
    cells,
  }) => html`<p style="margin:8px 0 0;padding:8px 0 0;border-top:1px solid ${LINE};font-size:14px">
<strong>${reference}</strong> ${(shortDesc ?? '').slice(0, MOST_LETTERS)}<br>
<span style="color:${INK_SOFT}">${cells.map((cell, place) => `${columns[place]}: ${cell}`).join(' · ')}</span></p>
`,
)}${more > 0 ? html`<p style="margin:10px 0 0;color:${INK_SOFT};font-size:14px">… and ${more} more, in the attached CSV</p>` : ''}
</div>
`;
}

function button(link: string): Html {
  return html`<p style="margin:18px 0 0;text-align:center"><a href="${link}" style="display:inline-block;padding:10px 20px;background:${ACCENT};color:${WHITE};border-radius:6px;text-decoration:none;font-weight:600">Open the dashboard</a></p>`;
}
