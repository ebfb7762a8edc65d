import { createHash } from 'node:crypto';
import { oneLine } from '@kanban/domain/text';
import type { CsvFile } from '../ask/csv-file.ts';
import type { ReportData } from '../ask/report-data.ts';
import { isEmptyReport, type Section, sectionsOf } from '../contents.ts';
import type { FooterLink } from './frame.ts';
import { type Drawn, renderHtml } from './html.ts';
import { drawPicture, type MailPicture } from './pictures.ts';
import { renderText } from './text.ts';

export interface ReportMail {
  readonly subject: string;
  /** What it says, with links below everything, such as a recipient's own way to unsubscribe. */
  body(footer?: readonly FooterLink[]): Promise<{ text: string; html: string }>;
  readonly pictures: readonly MailPicture[];
  readonly csvs: readonly { readonly name: string; readonly content: Buffer }[];
}

export interface MailOptions {
  /** Where the dashboard is; with the stream and the range it is what the button opens. */
  readonly dashboardUrl?: string | undefined;
  /** Sentences above everything else. */
  readonly notes?: readonly string[];
  /** The largest size of pictures and attachments together; 7 MB by default, which are 9.5 MB in base64. */
  readonly mostBytes?: number;
}

const MOST_BYTES = 7_000_000;

/**
 * The report as a mail: text, HTML with pictures by content id, and the CSVs as far as there is room for them. Pictures are
 * drawn once, for however many recipients.
 */
export async function renderReportMail(data: ReportData, options: MailOptions = {}): Promise<ReportMail> {
  const { stream, period } = data;
  const { notes = [], mostBytes = MOST_BYTES } = options;
  const drawn: Drawn[] = isEmptyReport(data) ? [] : await drawAll(sectionsOf(data), keyOf(data));
  const pictures = drawn.flatMap(({ picture }) => picture ?? []);
  const csvs = isEmptyReport(data) ? [] : data.csvs;
  const room = mostBytes - pictures.reduce((sum, { content }) => sum + content.length, 0);
  const { attached, leftOut } = fitting(csvs, room);
  const said = [...notes, ...(leftOut.length > 0 ? [leftOutNote(leftOut)] : [])].map((note) => oneLine(note));
  const link = linkOf(data, options.dashboardUrl);
  // A mail may be kept for its other recipients: without the CSVs that are not in it.
  const told = { ...data, csvs: [] };
  return {
    // A line break in a name must not begin a header.
    subject: oneLine(`Flow report of ${stream}: ${period.name}`).slice(0, 200),
    async body(footer = []) {
      const frame = { notes: said, link, footer };
      return { text: renderText(told, frame), html: String(await renderHtml(told, drawn, frame)) };
    },
    pictures,
    csvs: attached,
  };
}

async function drawAll(sections: readonly Section[], key: string): Promise<Drawn[]> {
  const drawn: Drawn[] = [];
  for (const section of sections) {
    drawn.push({ section, picture: section.nothing === null ? await drawPicture(section, key) : null });
  }
  return drawn;
}

/**
 * Distinguishes the pictures of this report from those of others, because some clients cache them by content id. It is short for any
 * name of the stream: a long header is folded after its colon, and some programs then read nothing.
 */
function keyOf({ stream, period }: ReportData): string {
  const report = JSON.stringify([stream, period.from, period.to]);
  return createHash('sha256').update(report).digest('hex').slice(0, 16);
}

/** The smallest first, so that as many as possible come along. */
function fitting(csvs: readonly CsvFile[], mostBytes: number) {
  const attached: { name: string; content: Buffer }[] = [];
  const leftOut: string[] = [];
  let room = mostBytes;
  for (const { name, content } of [...csvs].sort((a, b) => sizeOf(a) - sizeOf(b))) {
    if (content === null || content.length > room) {
      leftOut.push(name);
      continue;
    }
    room -= content.length;
    attached.push({ name, content });
  }
  return { attached, leftOut };
}

function sizeOf({ content }: CsvFile): number {
  return content?.length ?? Number.POSITIVE_INFINITY;
}

function leftOutNote(names: readonly string[]): string {
  return `Too large for a mail, so not attached: ${names.join(', ')}. The dashboard and kanban export have them.`;
}

/** To the page that shows the range of the charts; the others take it along. */
function linkOf({ stream, charted, timeZone }: ReportData, dashboardUrl: string | undefined) {
  if (dashboardUrl === undefined) return undefined;
  const url = new URL(dashboardUrl);
  const view = { page: 'flow', stream, from: charted.from, to: charted.to, timeZone };
  for (const [name, value] of Object.entries(view)) url.searchParams.set(name, value);
  return url.href;
}
