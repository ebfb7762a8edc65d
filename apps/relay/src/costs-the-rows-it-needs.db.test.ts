import {
  rememberStatistics,
  renewStatistics,
  serviceDatabases,
  statementCosts,
  tooCostly,
} from '@kanban/schema/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dispatch, dispatchPending } from './dispatch/dispatch.ts';
import { fanOut } from './fan-out/fan-out.ts';
import { createReconciler } from './reconcile/reconcile.ts';
import { type RelayScene, setRelayScene } from './testing/relay-scene.ts';

const TOLD = 5_000;
const FOLLOWERS = 1_000;

describe.each(serviceDatabases())('after thousands of events on $name', (server) => {
  let scene: RelayScene;
  let believeInOldStatistics: () => Promise<void>;

  beforeAll(async () => {
    scene = await setRelayScene(server);
    believeInOldStatistics = await rememberStatistics(scene.database.pool);
    const digits =
      '(SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4)';
    await scene.rows(
      `INSERT INTO outbox_events (topic, payload, created_at, fanned_out_at, processed_at)
       SELECT 'queue.slot_available', '{}', '2026-01-01', '2026-01-01', '2026-01-01'
       FROM ${digits} a, ${digits} b, ${digits} c, ${digits} d, ${digits} e, (SELECT 0 UNION ALL SELECT 1) f LIMIT ${TOLD}`,
    );
    await scene.rows(
      `INSERT INTO deliveries (event_id, channel, recipient, state, due_at, settled_at)
       SELECT id, 'email', 'told@x.test', 'sent', '2026-01-01', '2026-01-01' FROM outbox_events`,
    );
    await scene.rows("INSERT INTO work_items (reference) VALUES ('followed'), ('quiet')");
    await scene.rows('INSERT INTO subscriptions (reference, recipient) VALUES ?', [
      Array.from({ length: FOLLOWERS }, (_, n) => ['followed', `f${n}@x.test`]),
    ]);
  }, 120_000);
  afterAll(() => scene.close());

  test.each([
    ['statistics of now', () => renewStatistics(scene.database.pool)],
    ['statistics from when there was none', () => believeInOldStatistics()],
  ])(
    'no step reads what was told long ago, nor who follows other items, with %s',
    async (_, setStatistics) => {
      await setStatistics();
      const { pool, publisher, config, log } = scene;
      const reconciler = createReconciler(pool, publisher, config, log);
      const round = async (count: number) => {
        for (let n = 0; n < count; n++)
          await scene.writeEvent({ reference: 'quiet', notify_email: `p${n}@x.test` });
        const { deliveries } = await fanOut(pool, config, log);
        await dispatch(pool, publisher, deliveries, config);
        await scene.rows("UPDATE deliveries SET state = 'pending' WHERE state = 'queued' LIMIT 2");
        await dispatchPending(pool, publisher, config);
        await reconciler.runOnce();
      };
      // Tables that are opened for the first time are read of in the server's own.
      await round(1);
      const costs = await statementCosts(() => round(10));
      expect(costs.length).toBeGreaterThan(20);
      expect(tooCostly(costs)).toEqual([]);
    },
  );
});
