import { createHash } from 'node:crypto';
import type { Mail } from '@kanban/notifications/messages';
import type { ReportMail } from '@kanban/report';
import type { ReportEvent } from './report-event.ts';

/** What a mail may hold besides its words, as nodemailer takes it. */
export interface MailParts {
  attachments?: {
    filename: string;
    content: Buffer;
    contentType: string;
    cid?: string;
    contentDisposition?: 'inline';
  }[];
  list?: { id: { url: string; comment: string } };
}

/** A report as the parts of a mail: pictures inside, CSVs attached, and a List-Id to file it by. */
export async function mailOfReport(
  { subject, body, pictures, csvs }: ReportMail,
  { stream }: ReportEvent,
  host: string,
  unsubscribe: string | undefined,
): Promise<Mail & MailParts> {
  return {
    subject,
    ...(await body(unsubscribe === undefined ? [] : [{ label: 'Unsubscribe', url: unsubscribe }])),
    attachments: [
      ...pictures.map(({ cid, name, content }) => ({
        cid,
        filename: name,
        content,
        contentType: 'image/png',
        contentDisposition: 'inline',
      })),
      ...csvs.map(({ name, content }) => ({
        filename: name,
        content,
        contentType: 'text/csv; charset=utf-8',
      })),
    ],
    list: { id: { url: listId(stream, host), comment: `Weekly flow report of ${ascii(stream)}` } },
  };
}

/**
 * RFC 2919: labels of a domain; the host makes it nobody else's. A name with other letters than a label may have is told from
 * others like it by a number made from all of it.
 */
function listId(stream: string, host: string): string {
  const label = stream
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const number = createHash('sha256').update(stream).digest('hex').slice(0, 8);
  return `${label === stream ? label : `${label || 'stream'}-${number}`}.report-weekly.${host}`;
}

/** A comment is of ASCII, without what ends it. */
function ascii(text: string): string {
  return text.replace(/[^ -~]|["\\<>()]/g, '?').slice(0, 60);
}
