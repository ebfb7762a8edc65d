import { aligned, wrapped } from '@kanban/domain/text';
import type { ReportData } from '../ask/report-data.ts';
import { chartsMore, figureRows, isEmptyReport, type Listing, listingsOf, sectionsOf } from '../contents.ts';
import type { Frame } from './frame.ts';

/** The report as plain text: the figures as an aligned table, each chart as a sentence, late items as a list. */
export function renderText(data: ReportData, { notes, link, footer }: Frame): string {
  const { stream, period, before, timeZone, charted } = data;
  const parts = [
    `Flow report: ${stream}\n${period.name}, ${timeZone}`,
    ...notes.map(wrapped),
    ...(isEmptyReport(data)
      ? [wrapped(`No item had entered ${stream} by the end of ${period.name}: there is nothing to report.`)]
      : [
          figuresTable(data),
          `Before: ${before.name}`,
          ...listingsOf(data).map(listed),
          ...(chartsMore(data) ? [`From here on: ${charted.name}`] : []),
          ...sectionsOf(data).map(({ question, summary }) => `${question}\n${wrapped(summary)}`),
        ]),
    ...(link === undefined ? [] : [`The dashboard:\n${link}`]),
    ['-- ', 'Kanban Flow', ...footer.map(({ label, url }) => `${label}:\n${url}`)].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function figuresTable(data: ReportData): string {
  const rows = figureRows(data).map(({ label, value, before, note }) => [label, value, before ?? '', note]);
  return aligned([['', 'This time', 'Before', ''], ...rows]).join('\n');
}

/** The first of a list; the rest is in the CSV. */
export const FIRST_ITEMS = 10;

function listed({ question, subtitle, columns, rows, emptyText }: Listing): string {
  if (rows.length === 0) return `${question}\n${emptyText}`;
  const first = rows.slice(0, FIRST_ITEMS);
  const table = aligned([
    ['Item', ...columns],
    ...first.map(({ reference, cells }) => [reference, ...cells]),
  ]).join('\n');
  const more = rows.length > first.length ? `\n… and ${rows.length - first.length} more` : '';
  return `${question}\n${wrapped(subtitle)}\n\n${table}${more}`;
}
