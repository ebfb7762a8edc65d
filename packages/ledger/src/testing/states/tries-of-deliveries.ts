import type { ClaimedDelivery } from '../../claim/claim.ts';
import { claimRows } from '../../claim/claim-rows.ts';
import type { ClaimedRow } from '../../claim/claimed-rows.ts';
import { holdBack } from '../../claim/hold-back.ts';
import { letGo } from '../../claim/let-go.ts';
import { noteHandOver } from '../../claim/note-hand-over.ts';
import { notePlaces } from '../../claim/note-places.ts';
import { dropDeadLetters } from '../../dead-letters/drop-dead-letters.ts';
import { NotDead } from '../../dead-letters/lock-letters.ts';
import { retryDeadLetters } from '../../dead-letters/retry-dead-letters.ts';
import { claimPending } from '../../dispatch/claim-pending.ts';
import { markQueued } from '../../dispatch/mark-queued.ts';
import { carry } from '../../fan-out/carry.ts';
import { insertDeliveries } from '../../fan-out/insert-deliveries.ts';
import { lockCollections } from '../../fan-out/lock-collections.ts';
import { linkToLater, supersedeWaiting } from '../../fan-out/supersede.ts';
import { pruneBefore } from '../../prune/prune.ts';
import { releaseExpiredClaims } from '../../reconcile/release-expired-claims.ts';
import { settleDigests } from '../../reconcile/settle-digests.ts';
import { requeueAll } from '../../requeue/requeue-all.ts';
import { requeueOverdue } from '../../requeue/requeue-overdue.ts';
import { requeueThese } from '../../requeue/requeue-these.ts';
import { settleDeliveries } from '../../settle/settle-deliveries.ts';
import { settleMembers } from '../../settle/settle-members.ts';
import type { Settlement } from '../../settle/settlement.ts';
import { addDelivery, DEADLINE_MS, planned, type Subject, TOKEN, type Try, transacting } from './subject.ts';

const now = () => Date.now() * 1_000;
const claimed = ({ id, eventId }: Subject) =>
  ({ deliveryId: id, eventId, claimToken: TOKEN, attempts: 1, isDigest: false }) as ClaimedDelivery;
const settling = (settlement: Settlement): Try => ({
  run: (at) => settleDeliveries(at.scene.pool, [{ delivery: claimed(at), settlement }], DEADLINE_MS),
});
const publishable = ({ id: deliveryId, eventId }: Subject) =>
  ({ deliveryId, eventId, channel: 'email', round: 1, createdAt: 0 }) as const;
const ignoringNotDead = (error: unknown) => {
  if (!(error instanceof NotDead)) throw error;
};
const states = ['pending', 'queued', 'sending', 'sent', 'dead', 'superseded', 'collected'];

/** Makes the row a member of a digest whose carrier is in that state. */
const carriedBy = (state: string, run: (at: Subject, carrier: number) => Promise<unknown>): Try => {
  let carrier = 0;
  return {
    async prepare(at) {
      carrier = await addDelivery(at, `state = '${state}', settled_at = UTC_TIMESTAMP(6), is_digest = TRUE`);
      await at.scene.rows('UPDATE deliveries SET carried_by = ? WHERE id = ?', [carrier, at.id]);
    },
    run: (at) => run(at, carrier),
  };
};
const error = { error: 'no', mayHaveArrived: false };

/** How each statement that changes deliveries is run, by its file. */
export const triesOfDeliveries: Readonly<Record<string, readonly Try[]>> = {
  'fan-out/insert-deliveries.ts': (['pending', 'collected', 'superseded'] as const).map((state) => ({
    run: (at) =>
      transacting(at, (connection) => insertDeliveries(connection, [planned(at, { state })], now(), 1_000)),
  })),
  'fan-out/carry.ts': [
    {
      prepare: ({ scene, id }) =>
        scene.rows(
          "REPLACE INTO collections SET collection_key = 'k', due_at = UTC_TIMESTAMP(6), delivery_id = ?",
          [id],
        ),
      run: (at) =>
        transacting(at, async (connection) => {
          const delivery = (await lockCollections(connection, new Set(['k']))).get('k')?.delivery;
          if (!delivery?.isUntouched) return;
          const member = planned(at, { state: 'collected', carriedBy: delivery.id });
          await carry(connection, [member], () => 0);
        }),
    },
    carriedBy('pending', async (at, carrier) => {
      // A row that is just inserted is in the state it was planned for.
      if (at.state !== 'collected') return;
      await at.scene.rows('UPDATE deliveries SET carried_by = NULL WHERE id = ?', [at.id]);
      await transacting(at, (connection) =>
        carry(connection, [planned(at, { state: 'collected', carriedBy: carrier + 1 })], () => at.id),
      );
    }),
  ],
  'fan-out/supersede.ts': [
    {
      run: (at) => {
        const waiting = { id: at.id, eventId: at.eventId, isUntouched: true, wasTaken: false };
        const later = planned(at, { state: 'pending' });
        return transacting(at, (connection) =>
          supersedeWaiting(connection, new Map([[waiting, later]]), () => 7),
        );
      },
    },
    {
      run: (at) => {
        const later = planned(at, { state: 'pending' });
        const earlier = planned(at, { state: 'superseded', supersededBy: later });
        const written = at.state === 'superseded' ? [earlier] : [];
        return transacting(at, (connection) =>
          linkToLater(connection, written, (each) => (each === earlier ? at.id : 7)),
        );
      },
    },
  ],
  'dispatch/claim-pending.ts': [{ run: ({ scene }) => claimPending(scene.pool, 10, 60_000, DEADLINE_MS) }],
  'dispatch/mark-queued.ts': [
    { run: (at) => markQueued(at.scene.pool, [publishable(at)], 60_000, DEADLINE_MS) },
  ],
  'requeue/requeue-overdue.ts': [{ run: ({ scene }) => requeueOverdue(scene.pool, DEADLINE_MS) }],
  'requeue/requeue-all.ts': [{ run: ({ scene }) => requeueAll(scene.pool, DEADLINE_MS) }],
  'requeue/requeue-these.ts': [{ run: (at) => requeueThese(at.scene.pool, [publishable(at)], DEADLINE_MS) }],
  'claim/claim-rows.ts': [1, undefined].map((round) => ({
    run: (at) =>
      transacting(at, (connection) =>
        claimRows(connection, [at.id], round, 'another claim', { leaseMs: 60_000, messageIdHost: 'x.test' }),
      ),
  })),
  'claim/let-go.ts': [
    { run: (at) => transacting(at, (connection) => letGo(connection, [[at.id, 7]], TOKEN, 'later news')) },
  ],
  'claim/hold-back.ts': [
    {
      run: (at) => {
        const row = { id: at.id, attempts: 1 } as ClaimedRow;
        return transacting(at, (connection) => holdBack(connection, [[row, now()]], TOKEN));
      },
    },
  ],
  'claim/note-places.ts': [
    {
      run: (at) =>
        transacting(at, (connection) =>
          notePlaces(connection, [[at.id, '2026-01-01 00:00:00', null]], TOKEN),
        ),
    },
  ],
  'claim/note-hand-over.ts': [
    { run: (at) => noteHandOver(at.scene.pool, [claimed(at)], 60_000, DEADLINE_MS) },
  ],
  'settle/note-sent.ts': [settling({ state: 'sent' })],
  'settle/give-up.ts': [settling({ state: 'dead', ...error })],
  'settle/put-back.ts': [settling({ state: 'pending', delayMs: 1_000, ...error })],
  'reconcile/release-expired-claims.ts': [1, 99].map((maxAttempts) => ({
    run: ({ scene }) => releaseExpiredClaims(scene.pool, 10, maxAttempts, DEADLINE_MS),
  })),
  'settle/settle-members.ts': states.map((state) =>
    carriedBy(state, (at, carrier) => settleMembers(at.scene.pool, [carrier], DEADLINE_MS)),
  ),
  'reconcile/free-orphans.ts': [
    {
      prepare: ({ scene, id }) =>
        scene.rows('UPDATE deliveries SET carried_by = id + 1000000 WHERE id = ?', [id]),
      run: ({ scene }) => settleDigests(scene.pool, DEADLINE_MS),
    },
  ],
  'dead-letters/retry-dead-letters.ts': [
    { run: ({ scene, id }) => retryDeadLetters(scene.pool, [id]).catch(ignoringNotDead) },
    carriedBy('dead', ({ scene }, carrier) => retryDeadLetters(scene.pool, [carrier])),
  ],
  'dead-letters/drop-dead-letters.ts': [
    { run: ({ scene, id }) => dropDeadLetters(scene.pool, [id], 'old').catch(ignoringNotDead) },
  ],
  'prune/prune.ts': [
    { run: ({ scene }) => pruneBefore(scene.pool, now(), false, { signal: new AbortController().signal }) },
    {
      prepare: ({ scene, id }) =>
        scene.rows(
          `UPDATE deliveries SET dropped_at = settled_at, dropped_by = 'me', dropped_reason = 'old'
           WHERE id = ? AND state = 'dead'`,
          [id],
        ),
      run: ({ scene }) => pruneBefore(scene.pool, now(), false, { signal: new AbortController().signal }),
    },
  ],
};
