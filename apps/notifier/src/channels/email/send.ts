import type { ClaimedDelivery } from '@kanban/ledger';
import { failPoint } from '@kanban/service';
import type { Config } from '../../config.ts';
import type { Outcome } from '../outcome.ts';
import { unsubscribeUrl } from '../unsubscribe-url.ts';
import { HandOverGate } from './hand-over-gate.ts';
import { listHeaders } from './list-headers.ts';
import { makeMail } from './make-mail.ts';
import { outcomeOf } from './outcome.ts';
import { isAddress } from './recipient.ts';
import type { MakeReport } from './report/report-mail.ts';
import { textEncoding, textMail } from './text-mail.ts';
import type { GuardedMail, Transport } from './transport.ts';

/**
 * Sends one claimed delivery as one mail to one recipient (a server may refuse some of several recipients and still
 * accept the mail). Never throws for errors of mail servers. `mayHandOver` is asked once, between the mail's body and
 * its end; `signal` cancels.
 */
export async function sendEmail(
  transport: Transport,
  delivery: ClaimedDelivery,
  config: Config,
  mayHandOver: () => Promise<boolean>,
  signal: AbortSignal,
  makeReport: MakeReport,
): Promise<Outcome> {
  const { recipient, messageId } = delivery;
  if (!isAddress(recipient)) {
    return { kind: 'refused', error: `Not an e-mail address: ${recipient}`, mayHaveArrived: false };
  }
  const made = await makeMail(delivery, config, makeReport);
  // A kill leaves `sending` without handed_over_at: after the claim expires it is sent as the first copy.
  failPoint('email made');
  if (made.kind !== 'made') return made;
  const gate = new HandOverGate(mayHandOver);
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(new Error('Took too long')), config.sendTimeoutMs);
  const stop = () => giveUp.abort(new Error('The notifier stops'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const addressed = {
      from: config.mailFrom,
      to: { name: '', address: recipient },
      messageId,
      headers: { 'Auto-Submitted': 'auto-generated', ...listHeaders(unsubscribeUrl(delivery, config)) },
    } as const;
    const { mail } = made;
    const written =
      'attachments' in mail ? { ...mail, ...addressed, textEncoding } : textMail(mail, addressed);
    const guarded: GuardedMail = { ...written, gate, signal: giveUp.signal };
    const { response } = await transport.sendMail(guarded);
    // A kill leaves a mail that the server has, and a delivery with handed_over_at: the second copy is marked.
    failPoint('email accepted');
    return { kind: 'accepted', response };
  } catch (error) {
    // A kill leaves `sending`; after a hand-over the next copy is marked, even if the server refused the mail.
    failPoint('email failed');
    if (gate.handOver === 'overtaken') return { kind: 'overtaken' };
    return outcomeOf(error, gate.handOver);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
