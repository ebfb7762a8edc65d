import { applyRoles, createLogins } from '@kanban/schema';
import { serviceDatabases, type TestDatabase, testServers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/servers/until.mjs';
import { readConfig } from './config.ts';
import { type Notifier, startNotifier } from './notifier.ts';
import { type AppProcess, startApp } from './testing/app-process.ts';
import { deliveriesOf, settled, writeEvent } from './testing/board-events.ts';
import { type Behaviour, type MailServer, startMailServer } from './testing/mail-server.ts';

const MAX_ATTEMPTS = 4;

describe.each(serviceDatabases())('relay and notifier on $name', (server) => {
  const database = boardTest(server);
  let logins: { relay: string; notifier: string };
  let mailServer: MailServer;
  let relay: AppProcess;
  let notifier: Notifier;
  let env: Record<string, string>;
  /** What the mail server does with a recipient's first, second … mail; after that it accepts. */
  const plans = new Map<string, readonly (Behaviour | Promise<Behaviour>)[]>();
  let people = 0;

  beforeAll(async () => {
    logins = await leastPrivilege(database);
    mailServer = await startMailServer((recipient, tries) => plans.get(recipient)?.[tries - 1] ?? 'accept');
    env = {
      DATABASE_URL: logins.notifier,
      REDIS_URL: testServers().redisUrl,
      SMTP_URL: mailServer.url,
      QUEUE_PREFIX: `{delivery-${database.name}}`,
      LOG_LEVEL: 'fatal',
      MAX_ATTEMPTS: String(MAX_ATTEMPTS),
      SEND_TIMEOUT_MS: '2000',
      CLAIM_LEASE_MS: '3000',
      LOCK_DURATION_MS: '2000',
      RETRY_BASE_MS: '20',
      RELAY_PUBLISH_LEASE_MS: '1000',
      RELAY_RECONCILE_INTERVAL_MS: '100',
    };
    relay = startApp('relay', { ...env, DATABASE_URL: logins.relay, LOG_LEVEL: 'info' });
    notifier = await startNotifier(readConfig(env), pino({ level: 'fatal' }));
    await relay.printed('Ready');
  });

  afterAll(async () => {
    await notifier.stop();
    await relay.end('SIGTERM');
    await mailServer.close();
    for (const { username } of [logins.relay, logins.notifier].map((url) => new URL(url))) {
      await database.pool.query('DROP USER ?', [username]);
    }
  });

  /** A separate recipient for every test. */
  function someone(...plan: readonly (Behaviour | Promise<Behaviour>)[]): string {
    const address = `person-${++people}@example.test`;
    plans.set(address, plan);
    return address;
  }

  const mailsTo = (recipient: string) => mailServer.mails.filter((mail) => mail.recipient === recipient);

  it('sends one mail per event, settles the delivery and then the event', async () => {
    const recipient = someone();
    const delivery = await settled(database, await writeEvent(database, { notify_email: recipient }));
    expect(delivery).toMatchObject({ state: 'sent', attempts: 1, may_be_duplicate: 0, last_error: null });
    expect(delivery.event_attempts).toBe(1);
    const [mail, ...others] = mailsTo(recipient);
    expect(others).toEqual([]);
    expect(mail?.messageId).toBe(delivery.message_id);
    // Ids start at 1 in every database, so the instant distinguishes its mails.
    expect(delivery.message_id).toMatch(
      new RegExp(`^<d${delivery.id}-e${delivery.event_id}-[0-9a-z]{10}@localhost>$`),
    );
    expect(mail?.raw).toContain('Auto-Submitted: auto-generated');
  });

  it('sends one mail per recipient, so recipients cannot see each other and share no refusal', async () => {
    const [welcome, unknown] = [someone(), someone('refuse for good')];
    await database.pool.query('INSERT INTO subscriptions (topic, recipient) VALUES ?', [
      [welcome, unknown].map((recipient) => ['two.people', recipient]),
    ]);
    const event = await writeEvent(database, {}, 'two.people');
    await until(async () => (await deliveriesOf(database, event))[0]?.processed_at);
    const states = (await deliveriesOf(database, event)).map(({ state }) => state).sort();
    expect(states).toEqual(['dead', 'sent']);
    expect(mailsTo(welcome)[0]?.raw).toContain(`To: ${welcome}`);
    expect(mailsTo(welcome)[0]?.raw).not.toContain(unknown);
  });

  it('says to who follows an item that this is why, with a link that ends it', async () => {
    const recipient = someone();
    await database.pool.query("INSERT INTO work_items (reference) VALUES ('followed')");
    await database.pool.query("INSERT INTO members (name, email) VALUES ('ada', ?), ('eve', NULL)", [
      recipient,
    ]);
    await database.pool.query(
      "INSERT INTO subscriptions (topic, reference, member) VALUES ('work_item.*', 'followed', 'ada')",
    );
    const told = async () => {
      const event = await writeEvent(database, { reference: 'followed', actor: 'eve' }, 'work_item.blocked');
      await until(async () => (await deliveriesOf(database, event))[0]?.processed_at);
      return (await deliveriesOf(database, event)).map((delivery) => delivery.recipient);
    };
    // Beside who gets it by default.
    const others = (await told()).filter((each) => each !== recipient);
    expect(others).toHaveLength(1);
    const [mail, ...more] = mailsTo(recipient);
    expect(more).toEqual([]);
    expect(mail?.raw).toContain('You follow this item.');
    const token = /^List-Unsubscribe: <.*\/unsubscribe\/([0-9a-f]{32})>\r$/m.exec(mail?.raw ?? '')?.[1];
    await database.pool.query('CALL unsubscribe(?)', [token]);
    const [[row]] = await database.pool.query<RowDataPacket[]>(
      "SELECT is_following('followed', 'ada') AS follows",
    );
    expect(row).toEqual({ follows: 0 });
    expect(await told()).toEqual(others);
  });

  it.each<[Behaviour]>([['refuse for now'], ['refuse for now after data'], ['cut before data']])(
    'tries again after "%s", and as the mail was not accepted, sends it cleanly',
    async (behaviour) => {
      const recipient = someone(behaviour, behaviour);
      const delivery = await settled(database, await writeEvent(database, { notify_email: recipient }));
      expect(delivery).toMatchObject({ state: 'sent', attempts: 3, round: 3, may_be_duplicate: 0 });
      expect(mailsTo(recipient)).toHaveLength(1);
    },
  );

  it('sends a mail once when the connection is cut before the end of data', async () => {
    const recipient = someone('cut in data');
    const delivery = await settled(database, await writeEvent(database, { notify_email: recipient }));
    expect(delivery).toMatchObject({ state: 'sent', attempts: 2 });
    expect(mailsTo(recipient)).toHaveLength(1);
  });

  it.each<[Behaviour]>([['cut after data'], ['silent after data']])(
    'sends a second copy after "%s", with the same Message-ID, and says so',
    async (behaviour) => {
      const recipient = someone(behaviour);
      const delivery = await settled(database, await writeEvent(database, { notify_email: recipient }));
      expect(delivery).toMatchObject({ state: 'sent', attempts: 2, may_be_duplicate: 1 });
      const ids = mailsTo(recipient).map(({ messageId }) => messageId);
      expect(ids).toEqual([delivery.message_id, delivery.message_id]);
    },
  );

  it('makes a dead letter of what is refused for good, at once, with the reason on delivery and event', async () => {
    const recipient = someone('refuse for good');
    const delivery = await settled(database, await writeEvent(database, { notify_email: recipient }));
    expect(delivery).toMatchObject({ state: 'dead', attempts: 1 });
    expect(delivery.last_error).toContain('No such user');
    expect(delivery.event_error).toBe(delivery.last_error);
  });

  it(`makes a dead letter after ${MAX_ATTEMPTS} attempts, which can be sent again`, async () => {
    const recipient = someone(...Array<Behaviour>(MAX_ATTEMPTS).fill('refuse for now'));
    const event = await writeEvent(database, { notify_email: recipient });
    const dead = await settled(database, event);
    expect(dead).toMatchObject({ state: 'dead', attempts: MAX_ATTEMPTS });
    expect(dead.last_error).toContain('Try again later');
    await database.pool.query(
      `UPDATE deliveries SET state = 'pending', round = round + 1, attempts = 0, due_at = UTC_TIMESTAMP(6)
       WHERE id = ? AND state = 'dead'`,
      [dead.id],
    );
    await until(async () => (await deliveriesOf(database, event))[0]?.state === 'sent');
    expect(mailsTo(recipient)).toHaveLength(1);
  });

  it.each(['two@example.test, people@example.test', 'no address', 'a@example.test\r\nBcc: b@example.test'])(
    'sends nothing to %j, which is not one address',
    async (recipient) => {
      const before = mailServer.mails.length;
      const delivery = await settled(database, await writeEvent(database, { notify_email: recipient }));
      expect(delivery.state).toBe('dead');
      expect(delivery.last_error).toContain('Not an e-mail address');
      expect(mailServer.mails.slice(before).filter(({ raw }) => raw.includes('Bcc'))).toEqual([]);
    },
  );

  it('lets no queue name begin a header', async () => {
    const recipient = someone();
    const payload = { notify_email: recipient, queue_name: 'test\r\nBcc: thief@example.test\r\n\r\nHello' };
    await settled(database, await writeEvent(database, payload));
    const [headers] = (mailsTo(recipient)[0]?.raw ?? '').split('\r\n\r\n');
    expect(headers).toContain('Subject: A slot is free in test Bcc: thief@example.test Hello');
    expect(headers).not.toMatch(/^Bcc/im);
  });

  it('does a job once, however many copies of it there are', async () => {
    let release: (behaviour: Behaviour) => void = () => {};
    const recipient = someone(
      new Promise((resolve) => {
        release = resolve;
      }),
    );
    const event = await writeEvent(database, { notify_email: recipient });
    await until(() => mailServer.tries(recipient) === 1);
    const [delivery] = await deliveriesOf(database, event);
    const connection = new Redis(testServers().redisUrl, { maxRetriesPerRequest: null });
    const queue = new Queue('email', { connection, prefix: env.QUEUE_PREFIX ?? '' });
    const data = { deliveryId: delivery?.id, eventId: event, round: 1 };
    const copies = Array.from({ length: 5 }, (_, copy) => ({
      name: 'deliver',
      data,
      opts: { jobId: `copy-${event}-${copy}` },
    }));
    const added = await queue.addBulk(copies);
    await until(async () => (await Promise.all(added.map((job) => job.isCompleted()))).every(Boolean));
    release('accept');
    expect(await settled(database, event)).toMatchObject({ state: 'sent', attempts: 1 });
    expect(mailsTo(recipient)).toHaveLength(1);
    await queue.close();
    connection.disconnect();
  });

  it('hands nothing over if its claim was taken while it wrote the mail', async () => {
    let release: (behaviour: Behaviour) => void = () => {};
    const recipient = someone(
      new Promise((resolve) => {
        release = resolve;
      }),
    );
    const event = await writeEvent(database, { notify_email: recipient });
    await until(() => mailServer.tries(recipient) === 1);
    const other = '00000000-0000-0000-0000-000000000000';
    const lease = 'UTC_TIMESTAMP(6) + INTERVAL 1 SECOND';
    await database.pool.query(
      `UPDATE deliveries SET claim_token = ?, claim_expires_at = ${lease} WHERE event_id = ?`,
      [other, event],
    );
    release('accept');
    // The thief never settles: its claim expires, and the mail is sent then, for the first time.
    expect(await settled(database, event)).toMatchObject({ state: 'sent', attempts: 2, may_be_duplicate: 0 });
    expect(mailServer.tries(recipient)).toBe(2);
    expect(mailsTo(recipient)).toHaveLength(1);
  });

  it('publishes again what was queued when Redis loses everything', async () => {
    await notifier.stop();
    const recipients = Array.from({ length: 20 }, () => someone());
    const events = await Promise.all(
      recipients.map((notify_email) => writeEvent(database, { notify_email })),
    );
    const isQueued = async (event: number) => (await deliveriesOf(database, event))[0]?.state === 'queued';
    await until(async () => (await Promise.all(events.map(isQueued))).every(Boolean));
    const redis = new Redis(testServers().redisUrl);
    const keys = await redis.keys(`${env.QUEUE_PREFIX}*`);
    await redis.del(...keys);
    redis.disconnect();
    notifier = await startNotifier(readConfig(env), pino({ level: 'fatal' }));
    for (const event of events) expect((await settled(database, event)).state).toBe('sent');
    for (const recipient of recipients) expect(mailsTo(recipient)).toHaveLength(1);
  });

  it('loses nothing and sends nothing twice when MySQL cuts every connection again and again', async () => {
    // On a slow machine a mail may take longer than the others here allow: a second copy would then be right.
    await notifier.stop();
    const patient = { ...env, SEND_TIMEOUT_MS: '60000', CLAIM_LEASE_MS: '90000' };
    notifier = await startNotifier(readConfig(patient), pino({ level: 'fatal' }));
    const recipients = Array.from({ length: 200 }, () => someone());
    const rows = recipients.map((notify_email) => ['queue.slot_available', JSON.stringify({ notify_email })]);
    // The only one that is not cut.
    const connection = await database.pool.getConnection();
    const ask = async (sql: string) => (await connection.query<RowDataPacket[]>(sql))[0];
    await connection.query('INSERT INTO outbox_events (topic, payload) VALUES ?', [rows]);
    for (let cut = 1; cut <= 8; cut++) {
      await until(() => recipients.filter((each) => mailsTo(each).length > 0).length >= cut * 20, 60_000);
      await killOthers(connection, database.name);
    }
    const open = 'SELECT COUNT(*) AS open FROM outbox_events WHERE processed_at IS NULL';
    await until(async () => (await ask(open))[0]?.open === 0, 60_000);
    connection.release();
    expect(recipients.filter((each) => mailsTo(each).length !== 1)).toEqual([]);
  });
});

/** Logins that may do what `sql/roles.sql` says and nothing else. */
async function leastPrivilege({ url, name }: TestDatabase): Promise<{ relay: string; notifier: string }> {
  await applyRoles(url);
  const suffix = name.slice(-9);
  const { relay, notifier } = await createLogins(
    url,
    { relay: 'relay-1', notifier: 'notifier-1' },
    { suffix },
  );
  if (!relay || !notifier) throw new Error('No logins');
  return { relay, notifier };
}

/** Ends all connections to the database but this one. */
async function killOthers(connection: PoolConnection, name: string): Promise<void> {
  const [threads] = await connection.query<RowDataPacket[]>(
    'SELECT id FROM information_schema.processlist WHERE db = ? AND id <> CONNECTION_ID()',
    [name],
  );
  // A connection may be gone before its turn.
  for (const { id, ID } of threads) await connection.query(`KILL ${id ?? ID}`).catch(() => {});
}
