import { serviceDatabases, testServers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppProcess, startApp } from '../../testing/app-process.ts';
import { settled, writeEvent } from '../../testing/board-events.ts';
import { type Receiver, startReceiver } from '../../testing/receiver.ts';

const [server] = serviceDatabases();
if (!server) throw new Error('No test database');

describe('a notifier that is killed while it posts', () => {
  const database = boardTest(server);
  let receiver: Receiver;
  let relay: AppProcess;
  let env: Record<string, string>;

  beforeAll(async () => {
    receiver = await startReceiver();
    await database.pool.query(
      `INSERT INTO endpoints (name, channel, url, secret)
       VALUES ('hook', 'webhook', ?, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')`,
      [`${receiver.url}/hook`],
    );
    await database.pool.query("INSERT INTO subscriptions (channel, recipient) VALUES ('webhook', 'hook')");
    env = {
      DATABASE_URL: database.url,
      REDIS_URL: testServers().redisUrl,
      QUEUE_PREFIX: `{endpoint-kill-${database.name}}`,
      CHANNELS: 'webhook',
      ALLOW_PRIVATE_ENDPOINTS: 'true',
      SEND_TIMEOUT_MS: '500',
      CLAIM_LEASE_MS: '800',
      LOCK_DURATION_MS: '800',
      RELAY_PUBLISH_LEASE_MS: '500',
      RELAY_RECONCILE_INTERVAL_MS: '100',
    };
    relay = startApp('relay', env);
    await relay.printed('Ready');
  });

  afterAll(async () => {
    await relay.end('SIGTERM');
    await receiver.close();
  });

  it.each([
    ['endpoint found', 1, 0],
    ['endpoint body written', 1, 0],
    ['endpoint hand-over noted', 1, 1],
    ['endpoint handed over', 2, 1],
    ['endpoint answered', 2, 1],
  ])(
    'at "%s" leaves a receiver with %i copies of one id, and the delivery marked: %i',
    async (point, copies, marked) => {
      const before = receiver.messages.length;
      const victim = startApp('notifier', { ...env, KANBAN_FAIL_POINT: point });
      await victim.printed('Ready');
      const event = await writeEvent(database, {}, `at.${point.replaceAll(' ', '_')}`);
      await victim.printed(`Killed at fail point ${point}`);
      const survivor = startApp('notifier', env);
      try {
        await survivor.printed('Ready');
        expect(await settled(database, event)).toMatchObject({
          state: 'sent',
          attempts: 2,
          may_be_duplicate: marked,
        });
      } finally {
        // Else it would take the events of the next test.
        await survivor.end('SIGTERM');
      }
      const ids = receiver.messages.slice(before).map(({ headers }) => headers['webhook-id']);
      expect(ids).toEqual(Array(copies).fill(ids[0]));
    },
  );
});
