import { applyRoles, createLogins } from '@kanban/schema';
import { createTestDatabase, oneDatabase, type TestDatabase, testServers } from '@kanban/schema/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../../../scripts/servers/until.mjs';
import { type AppProcess, startApp } from '../../testing/app-process.ts';
import { deliveriesOf, settled, writeEvent } from '../../testing/board-events.ts';
import { type Behaviour, type Receiver, startReceiver } from '../../testing/receiver.ts';

const MAX_ATTEMPTS = 4;
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const { verifyWebhook } = await import(
  new URL('../../../../../docs/verify-webhook.mjs', import.meta.url).href
);

describe.each(oneDatabase())('endpoints on $name', (server) => {
  let database: TestDatabase;
  let receiver: Receiver;
  let relay: AppProcess;
  let notifier: AppProcess;
  let env: Record<string, string>;
  /** What the receiver does with an endpoint's first, second … message; after that it accepts. */
  const plans = new Map<string, readonly (Behaviour | Promise<Behaviour>)[]>();
  let endpoints = 0;

  beforeAll(async () => {
    database = await createTestDatabase(server);
    await applyRoles(database.url);
    const logins = await createLogins(
      database.url,
      { relay: 'relay p@ss', notifier: 'notifier p@ss' },
      { suffix: `_${database.name.slice(-6)}` },
    );
    receiver = await startReceiver((path, tries) => plans.get(path)?.[tries - 1] ?? 'accept');
    env = {
      DATABASE_URL: String(logins.notifier),
      REDIS_URL: testServers().redisUrl,
      QUEUE_PREFIX: `{endpoint-${database.name}}`,
      DASHBOARD_URL: 'https://board.example.test/',
      CHANNELS: 'slack,teams,webhook',
      ALLOW_PRIVATE_ENDPOINTS: 'true',
      MAX_ATTEMPTS: String(MAX_ATTEMPTS),
      ENDPOINT_TIMEOUT_MS: '1000',
      SEND_TIMEOUT_MS: '1000',
      CLAIM_LEASE_MS: '2000',
      LOCK_DURATION_MS: '2000',
      RETRY_BASE_MS: '20',
      RELAY_PUBLISH_LEASE_MS: '1000',
      RELAY_RECONCILE_INTERVAL_MS: '100',
    };
    relay = startApp('relay', { ...env, DATABASE_URL: String(logins.relay) });
    notifier = startApp('notifier', env);
    await Promise.all([relay.printed('Ready'), notifier.printed('Ready')]);
  });

  afterAll(async () => {
    await notifier.end('SIGTERM');
    await relay.end('SIGTERM');
    await receiver.close();
    await database.drop();
  });

  /** An endpoint and a topic of its own for every test. */
  async function subscribe(
    channel: string,
    plan: readonly (Behaviour | Promise<Behaviour>)[] = [],
    url?: string,
  ): Promise<{ name: string; path: string; topic: string }> {
    const name = `endpoint-${++endpoints}`;
    const path = `/${name}`;
    plans.set(path, plan);
    await database.pool.query('INSERT INTO endpoints (name, channel, url, secret) VALUES (?, ?, ?, ?)', [
      name,
      channel,
      url ?? `${receiver.url}${path}`,
      channel === 'webhook' ? secret : null,
    ]);
    await database.pool.query('INSERT INTO subscriptions (topic, channel, recipient) VALUES (?, ?, ?)', [
      name,
      channel,
      name,
    ]);
    return { name, path, topic: name };
  }

  const send = async (topic: string, payload = {}) =>
    settled(database, await writeEvent(database, payload, topic));

  it('a webhook arrives signed, with the event, and its id is that of the delivery', async () => {
    const { path, topic } = await subscribe('webhook');
    const delivery = await send(topic, { reference: 'A-7', notify_email: 'ada@example.test' });
    expect(delivery).toMatchObject({ state: 'sent', attempts: 1, may_be_duplicate: 0 });
    const [message, ...others] = receiver.messagesTo(path);
    expect(others).toEqual([]);
    const id = verifyWebhook(message?.headers, message?.body, secret);
    expect(`<${id}@localhost>`).toBe(delivery.message_id);
    expect(JSON.parse(message?.body ?? '')).toEqual({
      event_id: delivery.event_id,
      topic,
      occurred_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      headline: topic,
      sentence: expect.any(String),
      payload: { value_stream: 'main', queue_name: 'test', reference: 'A-7' },
      links: {
        item: 'https://board.example.test/?stream=main&item=A-7',
        chart: 'https://board.example.test/?stream=main',
      },
    });
  });

  it.each([
    ['slack', 'blocks'],
    ['teams', 'attachments'],
  ])('%s gets %s', async (channel, member) => {
    const { path, topic } = await subscribe(channel);
    expect(await send(topic)).toMatchObject({ state: 'sent' });
    const [message] = receiver.messagesTo(path);
    expect(JSON.parse(message?.body ?? '')).toHaveProperty(member);
    expect(message?.headers['webhook-signature']).toBeUndefined();
  });

  it.each<[string, Behaviour]>([
    ['429', { status: 429 }],
    ['500', { status: 500 }],
    ['503', { status: 503, body: 'busy' }],
  ])('%s is tried again, and as it was not accepted, cleanly', async (_, behaviour) => {
    const { path, topic } = await subscribe('slack', [behaviour, behaviour]);
    expect(await send(topic)).toMatchObject({ state: 'sent', attempts: 3, may_be_duplicate: 0 });
    expect(receiver.tries(path)).toBe(3);
  });

  it('a cut before the body is tried again, and the message arrives once', async () => {
    const { path, topic } = await subscribe('slack', ['cut before body', 'cut before body']);
    expect(await send(topic)).toMatchObject({ state: 'sent', attempts: 3 });
    expect(receiver.messagesTo(path)).toHaveLength(1);
  });

  it('a message is not sent again sooner than Retry-After says', async () => {
    const { path, topic } = await subscribe('slack', [{ status: 429, headers: { 'retry-after': '1' } }]);
    expect(await send(topic)).toMatchObject({ state: 'sent', attempts: 2 });
    const [first, second] = receiver.messagesTo(path);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it.each<[Behaviour]>([['cut after body'], ['silent after body'], [{ status: 504 }]])(
    'after %j there is a second copy, with the same id and a new signature, and the delivery says so',
    async (behaviour) => {
      const { path, topic } = await subscribe('webhook', [behaviour]);
      expect(await send(topic)).toMatchObject({ state: 'sent', attempts: 2, may_be_duplicate: 1 });
      const copies = receiver.messagesTo(path);
      const ids = copies.map(({ headers, body }) => verifyWebhook(headers, body, secret));
      expect(ids).toEqual([ids[0], ids[0]]);
      expect(new Set(copies.map(({ body }) => body)).size).toBe(1);
    },
  );

  it.each([400, 401, 403, 404, 410, 302])('%i makes a dead letter at once', async (status) => {
    const headers: Record<string, string> = status === 302 ? { location: `${receiver.url}/elsewhere` } : {};
    const { path, topic } = await subscribe('teams', [{ status, headers, body: 'no_service' }]);
    const delivery = await send(topic);
    expect(delivery).toMatchObject({ state: 'dead', attempts: 1 });
    expect(delivery.last_error).toContain(`${status} `);
    expect(delivery.last_error).toContain('no_service');
    expect([receiver.tries(path), receiver.tries('/elsewhere')]).toEqual([1, 0]);
  });

  it(`a receiver that is away makes a dead letter after ${MAX_ATTEMPTS} attempts`, async () => {
    const { topic } = await subscribe('slack', [], 'http://127.0.0.1:1/hook');
    const delivery = await send(topic);
    expect(delivery).toMatchObject({ state: 'dead', attempts: MAX_ATTEMPTS, may_be_duplicate: 0 });
    expect(delivery.last_error).toContain('ECONNREFUSED');
  });

  it('an endpoint that is gone or switched off makes a dead letter that says so', async () => {
    const { name, path, topic } = await subscribe('slack');
    await database.pool.query('UPDATE endpoints SET is_active = FALSE WHERE name = ?', [name]);
    const delivery = await send(topic);
    expect(delivery).toMatchObject({ state: 'dead', attempts: 1 });
    expect(delivery.last_error).toContain(`There is no active endpoint ${name} for slack`);
    expect(receiver.tries(path)).toBe(0);
  });

  it('what is queued for every channel is published again when Redis loses everything', async () => {
    await notifier.end('SIGTERM');
    const targets = await Promise.all(['slack', 'teams', 'webhook'].map((channel) => subscribe(channel)));
    const events = await Promise.all(targets.map(({ topic }) => writeEvent(database, {}, topic)));
    const isQueued = async (event: number) => (await deliveriesOf(database, event))[0]?.state === 'queued';
    await until(async () => (await Promise.all(events.map(isQueued))).every(Boolean));
    const redis = new Redis(testServers().redisUrl);
    await redis.del(...(await redis.keys(`${env.QUEUE_PREFIX}*`)));
    redis.disconnect();
    notifier = startApp('notifier', env);
    await notifier.printed('Ready');
    for (const event of events) expect(await settled(database, event)).toMatchObject({ state: 'sent' });
    for (const { path } of targets) expect(receiver.messagesTo(path)).toHaveLength(1);
  });

  it('no log line holds the URL or the secret of an endpoint', async () => {
    const { name } = await subscribe('webhook', [{ status: 500 }, 'cut after body', { status: 404 }]);
    await send(name);
    await until(() => notifier.lines.some((line) => line.includes('A dead letter')));
    expect(notifier.lines.filter((line) => line.includes(`/${name}`) || line.includes(secret))).toEqual([]);
  });
});

it('leave to use private networks is not given by itself', async () => {
  const [server] = oneDatabase();
  if (!server) throw new Error('No test database');
  const database = await createTestDatabase(server);
  const receiver = await startReceiver();
  const env = {
    DATABASE_URL: database.url,
    REDIS_URL: testServers().redisUrl,
    QUEUE_PREFIX: `{private-${database.name}}`,
    CHANNELS: 'slack',
  };
  const apps = [startApp('relay', env), startApp('notifier', env)];
  try {
    await Promise.all(apps.map((app) => app.printed('Ready')));
    const port = new URL(receiver.url).port;
    await database.pool.query(
      `INSERT INTO endpoints (name, channel, url) VALUES ('inside', 'slack', 'https://localhost:${port}/services/secret')`,
    );
    await database.pool.query("INSERT INTO subscriptions (channel, recipient) VALUES ('slack', 'inside')");
    const delivery = await settled(database, await writeEvent(database, {}));
    expect(delivery).toMatchObject({ state: 'dead', attempts: 1 });
    expect(delivery.last_error).toMatch(/^localhost, which is .*, is not in the public internet/);
    expect(delivery.last_error).not.toContain('services');
    expect(receiver.tries('/services/secret')).toBe(0);
  } finally {
    await Promise.all(apps.map((app) => app.end('SIGTERM')));
    await receiver.close();
    await database.drop();
  }
});
