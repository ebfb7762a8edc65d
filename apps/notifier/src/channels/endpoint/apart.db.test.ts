import { serviceDatabases, testServers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../../../scripts/servers/until.mjs';
import { type AppProcess, startApp } from '../../testing/app-process.ts';
import { deliveriesOf, settled, writeEvent } from '../../testing/board-events.ts';
import { type Receiver, startReceiver } from '../../testing/receiver.ts';

const [server] = serviceDatabases();
if (!server) throw new Error('No test database');

describe('channels and endpoints do not hold each other up', () => {
  const database = boardTest(server);
  let receiver: Receiver;
  let relay: AppProcess;
  let env: Record<string, string>;
  const notifiers: AppProcess[] = [];

  beforeAll(async () => {
    receiver = await startReceiver((path) => (path === '/silent' ? 'silent after body' : 'accept'));
    env = {
      DATABASE_URL: database.url,
      REDIS_URL: testServers().redisUrl,
      QUEUE_PREFIX: `{apart-${database.name}}`,
      ALLOW_PRIVATE_ENDPOINTS: 'true',
      ENDPOINT_TIMEOUT_MS: '500',
    };
    for (const [name, channel] of [
      ['silent', 'slack'],
      ['lively', 'slack'],
      ['flow', 'teams'],
    ]) {
      await database.pool.query('INSERT INTO endpoints (name, channel, url) VALUES (?, ?, ?)', [
        name,
        channel,
        `${receiver.url}/${name}`,
      ]);
      await database.pool.query('INSERT INTO subscriptions (topic, channel, recipient) VALUES (?, ?, ?)', [
        `to.${name}`,
        channel,
        name,
      ]);
    }
    relay = startApp('relay', env);
    await relay.printed('Ready');
  });

  afterEach(async () => {
    await Promise.all(notifiers.splice(0).map((notifier) => notifier.end('SIGTERM')));
  });

  afterAll(async () => {
    await relay.end('SIGTERM');
    await receiver.close();
  });

  async function start(more: Record<string, string>): Promise<void> {
    const notifier = startApp('notifier', { ...env, ...more });
    notifiers.push(notifier);
    await notifier.printed('Ready');
  }

  const isQueued = async (event: number) => (await deliveriesOf(database, event))[0]?.state === 'queued';

  it('a notifier works on its own channels and leaves the others to other notifiers', async () => {
    await start({ CHANNELS: 'teams' });
    const ofSlack = await writeEvent(database, {}, 'to.lively');
    const ofTeams = await writeEvent(database, {}, 'to.flow');
    expect(await settled(database, ofTeams)).toMatchObject({ state: 'sent', attempts: 1 });
    await until(() => isQueued(ofSlack));
    expect([receiver.tries('/lively'), receiver.tries('/flow')]).toEqual([0, 1]);
    await start({ CHANNELS: 'slack' });
    expect(await settled(database, ofSlack)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('a receiver that never answers does not hold up the others of its channel', async () => {
    const events = await Promise.all(Array.from({ length: 30 }, () => writeEvent(database, {}, 'to.silent')));
    await until(async () => (await Promise.all(events.map(isQueued))).every(Boolean));
    const event = await writeEvent(database, {}, 'to.lively');
    await until(() => isQueued(event));
    await start({ CHANNELS: 'slack', ENDPOINT_CONNECTIONS: '2' });
    expect(await settled(database, event)).toMatchObject({ state: 'sent', attempts: 1 });
    // Two at a time: the third and fourth tell that it is silent, and at most two more are on their way by then.
    expect(receiver.tries('/silent')).toBeLessThanOrEqual(6);
  });
});
