import type { KeyFigure } from '@kanban/charts';
import { aligned, wrapped } from '@kanban/domain/text';
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
  sectionsOf,
} from '../contents.ts';
import type { Frame } from './frame.ts';

/** The report as plain text: each figure with what changed, each chart as a sentence, late items as a list. */
export function renderText(data: ReportData, { notes, link, footer }: Frame): string {
  const { stream, period, before, timeZone, charted, chartedBefore } = data;
  const parts = [
    `Flow report: ${stream}\n${period.name}, ${timeZone}, as of ${asOf(data)}`,
    ...notes.map(wrapped),
    ...(isEmptyReport(data)
      ? [wrapped(`No item had entered ${stream} by the end of ${period.name}: there is nothing to report.`)]
      : [
          ...[changesOf(data) ?? []].flat().map(wrapped),
          ...attentionOf(data).map(listed),
          figuresOf(data).map(figure).join('\n\n'),
          `Before: ${before.name}`,
          ...listingsOf(data).map(listed),
          ...(chartsMore(data)
            ? [wrapped(`From here on: ${charted.name}, compared with ${chartedBefore.name}.`)]
            : []),
          ...sectionsOf(data).map(({ question, summary }) => `${question}\n${wrapped(summary)}`),
        ]),
    ...(link === undefined ? [] : [`The dashboard:\n${link}`]),
    ['-- ', 'Kanban Flow', ...footer.map(({ label, url }) => `${label}:\n${url}`)].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function figure({ label, value, note, change }: KeyFigure): string {
  const now = `${label}: ${value}${note === '' ? '' : ` (${note})`}`;
  return [now, ...(change ? [`  ${change.words}`] : [])].join('\n');
}

/** The first of a list; the rest is in the CSV. */
export const FIRST_ITEMS = 10;

function listed(listing: Listing): string {
  const { question, summary, subtitle, rows, emptyText } = listing;
  if (rows.length === 0) return `${question}\n${wrapped(emptyText)}`;
  const more = rows.length > FIRST_ITEMS ? `\n… and ${rows.length - FIRST_ITEMS} more` : '';
  return `${question}\n${wrapped(summary || subtitle)}\n\n${linesOf(listing)}${more}`;
}

function linesOf({ first: about, columns, rows, sentences }: Listing): string {
  if (sentences)
    return sentences
      .slice(0, FIRST_ITEMS)
      .map((each) => wrapped(`- ${each}`))
      .join('\n');
  const first = rows.slice(0, FIRST_ITEMS).map(({ reference, cells }) => [reference, ...cells]);
  return aligned([[about, ...columns], ...first]).join('\n');
}
