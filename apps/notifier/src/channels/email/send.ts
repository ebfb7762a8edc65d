import { renderMail } from '@kanban/notifications/messages';
import type { Config } from '../../config.ts';
import type { ClaimedDelivery } from '../../ledger/claim.ts';
import { messageFor } from '../message-for.ts';
import type { Outcome } from '../outcome.ts';
import { HandOverGate } from './hand-over-gate.ts';
import { outcomeOf } from './outcome.ts';
import { isAddress } from './recipient.ts';
import type { Transport } from './transport.ts';

/**
 * Sends one claimed delivery as one mail to one recipient (of several, a server may refuse some and take the mail). Never
 * throws for what mail servers do. `mayHandOver` is asked once, between the mail's body and its end; `signal` gives up.
 */
export async function sendEmail(
  transport: Transport,
  delivery: ClaimedDelivery,
  config: Config,
  mayHandOver: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<Outcome> {
  const { recipient, messageId } = delivery;
  if (!isAddress(recipient)) {
    return { kind: 'refused', error: `Not an e-mail address: ${recipient}`, mayHaveArrived: false };
  }
  const mail = renderMail(messageFor(delivery, config));
  const gate = new HandOverGate(mayHandOver);
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(new Error('Took too long')), config.sendTimeoutMs);
  const stop = () => giveUp.abort(new Error('The notifier stops'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const { response } = await transport.sendMail({
      ...mail,
      from: config.mailFrom,
      to: { name: '', address: recipient },
      messageId,
      headers: { 'Auto-Submitted': 'auto-generated' },
      gate,
      signal: giveUp.signal,
    } as Parameters<Transport['sendMail']>[0]);
    return { kind: 'accepted', response };
  } catch (error) {
    if (gate.handOver === 'overtaken') return { kind: 'overtaken' };
    return outcomeOf(error, gate.handOver);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
