import type { ClaimedDelivery, Settlement } from '@kanban/ledger';
import { type DeliverJob, parseDeliverJob } from '@kanban/notifications';
import { failPoint } from '@kanban/service';
import type { Logger } from 'pino';
import type { Outcome } from './channels/outcome.ts';
import type { Send } from './channels/sender.ts';
import type { Config } from './config.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Metrics } from './monitoring/metrics.ts';
import { retryDelayMs } from './retry-delay.ts';

/**
 * Runs one job: claim, send, settle, each noted in MySQL before the job ends. Returns normally whatever happened to the
 * message. Throws only if MySQL was not reachable and the notifier stops; BullMQ then offers the job again.
 *
 * What a kill leaves at each step:
 * - before the claim: the job, which BullMQ gives to another notifier when its lock ends;
 * - after the claim, before the note of the hand-over: not accepted; the relay puts it back, and the next copy is the
 *   first;
 * - after the note: perhaps accepted; the relay puts it back marked as a possible duplicate, with the same Message-ID;
 * - after settling: a job whose delivery is settled; the next claim finds nothing to do.
 */
export function createDeliver(ledger: Ledger, send: Send, config: Config, metrics: Metrics, log: Logger) {
  return async function deliver(data: unknown): Promise<void> {
    const job = parseDeliverJob(data);
    if (!job) {
      log.error({ data }, 'Skipped a job that is not ours');
      return;
    }
    const delivery = await ledger.claim(job);
    if (!delivery) {
      // A kill leaves a job without work; the next notifier finds that out.
      failPoint('deliver nothing to claim');
      metrics.suppressed.inc();
      log.debug(job, 'Nothing to claim: settled, or another notifier has it');
      return;
    }
    if ('notNow' in delivery) {
      const { channel, deliveryId, eventId, notNow, why } = delivery;
      if (notNow === 'superseded') metrics.superseded.inc({ channel });
      log.info({ deliveryId, eventId, why }, notNow === 'superseded' ? 'Superseded' : 'Held back');
      return;
    }
    failPoint('deliver claimed');
    const outcome = await sendSafely(delivery);
    if (outcome.kind === 'overtaken') {
      // A kill changes nothing: another notifier has the delivery.
      failPoint('deliver overtaken');
      metrics.suppressed.inc();
      log.warn(idsOf(delivery), 'The claim was taken over while the mail was written; not handed over');
      return;
    }
    const settlement = settlementOf(outcome, delivery, config);
    failPoint('deliver answered');
    if (settlement.state === 'sent') {
      metrics.latency.observe(
        { channel: delivery.channel },
        (performance.now() - delivery.writtenAtMs) / 1_000,
      );
    }
    await ledger.settle({ delivery, settlement });
    failPoint('deliver settled');
    report(delivery, settlement);
  };

  /** A template that fails for this event always fails: that is a refusal, and no reason to end the process. */
  async function sendSafely(delivery: ClaimedDelivery): Promise<Outcome> {
    try {
      return await send(delivery, () => ledger.noteHandOver(delivery));
    } catch (error) {
      log.error({ ...idsOf(delivery), err: error }, 'The message could not be made');
      return { kind: 'refused', error: (error as Error).message, mayHaveArrived: false };
    }
  }

  function report(delivery: ClaimedDelivery, settlement: Settlement): void {
    const ids = idsOf(delivery);
    const { channel } = delivery;
    if (settlement.state === 'sent') {
      metrics.sent.inc({ channel });
      if (delivery.mayBeDuplicate) metrics.mayBeDuplicates.inc({ channel });
      log.info({ ...ids, topic: delivery.topic, mayBeDuplicate: delivery.mayBeDuplicate }, 'Sent');
    } else if (settlement.state === 'dead') {
      metrics.dead.inc({ channel });
      log.error({ ...ids, reason: settlement.error }, 'A dead letter');
    } else {
      metrics.retried.inc({ channel });
      const { error: reason, delayMs, mayHaveArrived } = settlement;
      log.warn({ ...ids, reason, delayMs, mayHaveArrived }, 'Not sent; trying again later');
    }
  }
}

function settlementOf(
  outcome: Exclude<Outcome, { kind: 'overtaken' }>,
  { attempts }: Pick<ClaimedDelivery, 'attempts'>,
  { maxAttempts, retryBaseMs, retryLongestMs }: Config,
): Settlement {
  if (outcome.kind === 'accepted') return { state: 'sent' };
  const { error, mayHaveArrived } = outcome;
  if (outcome.kind === 'refused' || attempts >= maxAttempts) return { state: 'dead', error, mayHaveArrived };
  return {
    state: 'pending',
    error,
    mayHaveArrived,
    // As late as the receiver asks, but never earlier than the usual backoff.
    delayMs: Math.max(retryDelayMs(attempts, retryBaseMs, retryLongestMs), outcome.retryAfterMs ?? 0),
  };
}

function idsOf({
  deliveryId,
  eventId,
  attempts,
}: ClaimedDelivery): Omit<DeliverJob, 'round'> & { attempts: number } {
  return { deliveryId, eventId, attempts };
}
