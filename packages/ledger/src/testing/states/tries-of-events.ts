import { retryDeadLetters } from '../../dead-letters/retry-dead-letters.ts';
import { claimEvent } from '../../fan-out/claim-events.ts';
import { markFannedOut } from '../../fan-out/mark-fanned-out.ts';
import { markRefused } from '../../fan-out/mark-refused.ts';
import { markWithoutRecipient } from '../../fan-out/mark-without-recipient.ts';
import { pruneBefore } from '../../prune/prune.ts';
import { settleEvents } from '../../settle/settle-events.ts';
import { addDelivery, DEADLINE_MS, type Subject, type Try, transacting } from './subject.ts';

const withDelivery = (state: string) => (at: Subject) =>
  at.id === 0
    ? Promise.resolve()
    : addDelivery(at, `state = '${state}', attempts = 3, settled_at = '2020-01-01 00:00:00'`);
/** As fan-out does: what it could not claim it does not mark. */
const marking = (mark: typeof markFannedOut): Try => ({
  run: (at) =>
    transacting(at, async (connection) => {
      const events = await claimEvent(connection, at.id);
      await mark(
        connection,
        events.map(({ id }) => Number(id)),
      );
    }),
});

/** How each statement that changes events is run, by its file. */
export const triesOfEvents: Readonly<Record<string, readonly Try[]>> = {
  'fan-out/mark-fanned-out.ts': [marking(markFannedOut)],
  'fan-out/mark-without-recipient.ts': [marking(markWithoutRecipient)],
  'fan-out/mark-refused.ts': [1, 99].map((most) => ({
    run: (at) => transacting(at, (connection) => markRefused(connection, at.id, 'no', most)),
  })),
  'settle/settle-events.ts': ['sent', 'pending'].map((state) => ({
    prepare: withDelivery(state),
    run: ({ scene, id }) => settleEvents(scene.pool, [id], DEADLINE_MS),
  })),
  'dead-letters/retry-dead-letters.ts': [
    {
      prepare: withDelivery('dead'),
      async run({ scene, id }) {
        const dead = await scene.rows('SELECT id FROM deliveries WHERE event_id = ?', [id]);
        await retryDeadLetters(
          scene.pool,
          dead.map((row) => Number(row.id)),
        );
      },
    },
  ],
  'prune/prune.ts': ['sent', 'pending'].map((state) => ({
    prepare: withDelivery(state),
    run: ({ scene }) =>
      pruneBefore(scene.pool, Date.now() * 1_000, false, { signal: new AbortController().signal }),
  })),
};
