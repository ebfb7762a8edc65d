import {
  type Claim,
  type ClaimedDelivery,
  claimDeliveries,
  createLimits,
  newClaimToken,
  noteHandOver,
  type SettledDelivery,
  settleDeliveries,
  settleEvents,
} from '@kanban/ledger';
import type { DeliverJob } from '@kanban/notifications';
import { failPoint } from '@kanban/service';
import type { Pool } from 'mysql2/promise';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { batched } from './batch.ts';
import { retryUntilDone } from './retry-until-done.ts';

/** A busy notifier waits this long for more mails, so that one statement serves several. */
const GATHER_MS = 8;
/** Shorter, because a connection to the mail server waits for the note of the hand-over. */
const GATHER_HAND_OVERS_MS = 1;
/**
 * Longer, because nobody waits until an event is noted as processed, and each note counts all deliveries of the event.
 */
const GATHER_EVENTS_MS = 20;
const EVENTS_SHARE = 0.1;

/** The notifier's access to the ledger in MySQL. Each step is repeated until it works or the notifier stops. */
export interface Ledger {
  /** undefined: another notifier has it, or it is settled. */
  claim(job: DeliverJob): Promise<Claim | undefined>;
  /** Whether the mail may be handed over: the hand-over is noted, and the claim is still valid. */
  noteHandOver(delivery: ClaimedDelivery): Promise<boolean>;
  settle(settled: SettledDelivery): Promise<void>;
  /** Resolves when all requested steps are done, including those of events. */
  whenIdle(): Promise<void>;
}

/** `stopping` ends the retries; the relay completes unfinished steps. */
export function createLedger(pool: Pool, config: Config, stopping: AbortSignal, log: Logger): Ledger {
  const { claimLeaseMs: leaseMs, messageIdHost, databaseDeadlineMs: deadlineMs } = config;
  const claimOptions = { leaseMs, messageIdHost, deadlineMs, readLimits: createLimits() };
  const untilDone = <T>(step: () => Promise<T>) => retryUntilDone(step, stopping, log);

  const claims = batched(
    (jobs: readonly DeliverJob[]) => {
      const token = newClaimToken();
      return untilDone(() => claimDeliveries(pool, jobs, token, claimOptions));
    },
    { gatherMs: GATHER_MS },
  );
  const handOvers = batched(
    (deliveries: readonly ClaimedDelivery[]) =>
      untilDone(() => noteHandOver(pool, deliveries, leaseMs, deadlineMs)),
    { gatherMs: GATHER_HAND_OVERS_MS },
  );
  const settlements = batched(
    async (settled: readonly SettledDelivery[]) => {
      await untilDone(() => settleDeliveries(pool, settled, deadlineMs));
      return settled;
    },
    { gatherMs: GATHER_MS },
  );
  const events = batched(
    async (eventIds: readonly number[]) => {
      await untilDone(() => settleEvents(pool, eventIds, deadlineMs));
      failPoint('settle events');
      return eventIds;
    },
    { gatherMs: GATHER_EVENTS_MS, mostOfTheTime: EVENTS_SHARE },
  );

  // Nobody waits for this: if we die before it is noted, a relay finishes the events.
  const finish = (eventIds: readonly number[]) => {
    for (const eventId of eventIds) {
      events
        .ask(eventId)
        .catch((error) => log.warn({ eventId, err: error }, 'The event is left to the relay'));
    }
  };

  return {
    async claim(job) {
      const claim = await claims.ask(job);
      if (claim && 'notNow' in claim && claim.notNow === 'superseded') finish([claim.eventId]);
      // A job may have sent the latest delivery of its burst, which superseded its own.
      if (claim && claim.deliveryId !== job.deliveryId) finish([job.eventId]);
      return claim;
    },
    noteHandOver: (delivery) => handOvers.ask(delivery),
    async settle(settled) {
      await settlements.ask(settled);
      finish([settled.delivery.eventId, ...settled.delivery.members.map(({ eventId }) => eventId)]);
    },
    async whenIdle() {
      for (const queue of [claims, handOvers, settlements, events]) await queue.whenIdle();
    },
  };
}
