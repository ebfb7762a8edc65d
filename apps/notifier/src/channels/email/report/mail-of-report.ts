import { createHash } from 'node:crypto';
import type { Mail } from '@kanban/notifications/messages';
import type { ReportMail } from '@kanban/report';
import type { ReportEvent } from './report-event.ts';

/** The parts of a mail other than its text, for nodemailer. */
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

/** A report as the parts of a mail: pictures inside, CSVs attached, and a List-Id for filters. */
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
 * RFC 2919: labels of a domain; the host makes it unique. If a name has characters that a label cannot have, a hash of
 * the name distinguishes it from similar ones.
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

/** A comment is ASCII, without characters that would end it. */
function ascii(text: string): string {
  return text.replace(/[^ -~]|["\\<>()]/g, '?').slice(0, 60);
}
