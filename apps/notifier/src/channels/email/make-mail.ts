import type { ClaimedDelivery } from '@kanban/ledger';
import { type Mail, renderMail } from '@kanban/notifications/messages';
import type { Config } from '../../config.ts';
import { messageFor } from '../message-for.ts';
import type { Outcome } from '../outcome.ts';
import { unsubscribeUrl } from '../unsubscribe-url.ts';
import { type MailParts, mailOfReport } from './report/mail-of-report.ts';
import { type MakeReport, REPORT_TOPIC } from './report/report-mail.ts';

export type MadeMail =
  | { readonly kind: 'made'; readonly mail: Mail & MailParts }
  | Extract<Outcome, { kind: 'failed' | 'refused' }>;

/** A delivery as a mail: its message, or the weekly report. Throws if a template fails. */
export async function makeMail(
  delivery: ClaimedDelivery,
  config: Config,
  makeReport: MakeReport,
): Promise<MadeMail> {
  // In a digest a report is one of many lines.
  if (delivery.topic !== REPORT_TOPIC || delivery.members.length > 0) {
    return { kind: 'made', mail: renderMail(messageFor(delivery, config)) };
  }
  const made = await makeReport(delivery);
  if (made.kind !== 'made') return made;
  const { mail, event } = made;
  const unsubscribe = unsubscribeUrl(delivery, config);
  return { kind: 'made', mail: await mailOfReport(mail, event, config.messageIdHost, unsubscribe) };
}
