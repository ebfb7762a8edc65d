import { largest } from '@kanban/domain/extremes';
import type { ReportData } from '../ask/report-data.ts';
import { chartsMore, figureRows, isEmptyReport, type Listing, listingsOf, sectionsOf } from '../contents.ts';
import type { Frame } from './frame.ts';

const WIDTH = 72;

/** The report for a plain client: the numbers as an aligned table, each chart in a sentence, what is late as a list. */
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
  return aligned([['', 'This time', 'Before', ''], ...rows]);
}

/** The first of a list; the rest is in the CSV. */
export const FIRST_ITEMS = 10;

function listed({ question, subtitle, columns, rows, emptyText }: Listing): string {
  if (rows.length === 0) return `${question}\n${emptyText}`;
  const first = rows.slice(0, FIRST_ITEMS);
  const table = aligned([
    ['Item', ...columns],
    ...first.map(({ reference, cells }) => [reference, ...cells]),
  ]);
  const more = rows.length > first.length ? `\n… and ${rows.length - first.length} more` : '';
  return `${question}\n${wrapped(subtitle)}\n\n${table}${more}`;
}

/** Columns that line up in a fixed-width font, whatever is in them. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, place) => largest(rows.map((row) => lengthOf(row[place] ?? ''))));
  return rows
    .map((row) =>
      row
        .map((cell, place) => cell + ' '.repeat((widths[place] ?? 0) - lengthOf(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Characters as a person counts them. */
function lengthOf(text: string): number {
  return [...text].length;
}

function wrapped(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
