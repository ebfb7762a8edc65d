import { applyRoles, createLogins } from '@kanban/schema';
import { serviceDatabases, testServers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/servers/until.mjs';
import { readConfig } from './config.ts';
import { type Notifier, startNotifier } from './notifier.ts';
import { type AppProcess, startApp } from './testing/app-process.ts';
import { settled, writeEvent } from './testing/board-events.ts';
import { type Behaviour, type MailServer, startMailServer } from './testing/mail-server.ts';

/** As it is by default: whatever arrives within the twenty seconds that a test waits did not wait for its end. */
const WINDOW_US = 60_000_000;

describe.each(serviceDatabases())('storms and limits on $name', (server) => {
  const database = boardTest(server);
  let mailServer: MailServer;
  let relay: AppProcess;
  let notifier: Notifier;
  let env: Record<string, string>;
  let behave: (recipient: string) => Behaviour | Promise<Behaviour> = () => 'accept';
  let people = 0;

  beforeAll(async () => {
    await applyRoles(database.url);
    const logins = await createLogins(
      database.url,
      { relay: 'relay-1', notifier: 'notifier-1' },
      { suffix: database.name.slice(-9) },
    );
    await database.pool.query(
      "INSERT INTO wip_limits (queue_name, wip_limit) VALUES ('backlog', -1), ('test', 2)",
    );
    mailServer = await startMailServer((recipient) => behave(recipient));
    env = {
      DATABASE_URL: String(logins.notifier),
      REDIS_URL: testServers().redisUrl,
      SMTP_URL: mailServer.url,
      QUEUE_PREFIX: `{storms-${database.name}}`,
      LOG_LEVEL: 'fatal',
      RELAY_RECONCILE_INTERVAL_MS: '100',
      RETRY_BASE_MS: '20',
    };
    relay = startApp('relay', { ...env, DATABASE_URL: String(logins.relay), LOG_LEVEL: 'info' });
    notifier = await startNotifier(readConfig(env), pino({ level: 'fatal' }));
    await relay.printed('Ready');
  });

  beforeEach(() => {
    behave = () => 'accept';
  });

  afterAll(async () => {
    await notifier?.stop();
    await relay?.end('SIGTERM');
    await mailServer.close();
  });

  const someone = () => `person-${++people}@example.test`;
  const mailsTo = (recipient: string) => mailServer.mails.filter((mail) => mail.recipient === recipient);
  const rows = async (sql: string, values: readonly unknown[] = []) =>
    (await database.pool.query<RowDataPacket[]>(sql, [...values]))[0];
  const set = (name: string, value: string) =>
    database.pool.query('REPLACE INTO settings (name, value) VALUES (?, ?)', [name, value]);
  const deliveriesTo = (recipient: string) =>
    rows('SELECT * FROM deliveries WHERE recipient = ? ORDER BY id', [recipient]);
  const allSettled = (recipient: string, count: number) =>
    until(async () => {
      const found = await rows(
        `SELECT COUNT(*) AS done FROM deliveries d JOIN outbox_events e ON e.id = d.event_id
         WHERE d.recipient = ? AND e.processed_at IS NOT NULL`,
        [recipient],
      );
      return Number(found[0]?.done) === count;
    });

  const fannedOut = (recipient: string, count: number) =>
    until(async () => {
      const found = await deliveriesTo(recipient);
      return found.length === count ? found : undefined;
    });
  const endWindow = (recipient: string) =>
    rows("UPDATE deliveries SET due_at = UTC_TIMESTAMP(6) WHERE recipient = ? AND state = 'pending'", [
      recipient,
    ]);

  it('tells the first at once, and the last of what follows when the window ends', async () => {
    const recipient = someone();
    await writeEvent(database, { notify_email: recipient, queue_name: 'a', free_slots: 1 });
    await until(() => mailsTo(recipient).length === 1);
    for (const free_slots of [2, 3, 4]) {
      await writeEvent(database, { notify_email: recipient, queue_name: 'a', free_slots });
    }
    const waiting = await fannedOut(recipient, 4);
    const [told] = await rows('SELECT due_at FROM collections WHERE delivery_id = ?', [waiting[3]?.id]);
    expect(mailsTo(recipient)).toHaveLength(1);
    expect(waiting.map(({ state }) => state)).toEqual(['sent', 'superseded', 'superseded', 'pending']);
    expect(waiting[3]?.due_at).toBe(told?.due_at);
    const wait = Number(told?.due_at) - Number(waiting[0]?.created_at);
    expect(Math.abs(wait - WINDOW_US)).toBeLessThan(5_000_000);
    await endWindow(recipient);
    await allSettled(recipient, 4);
    expect(mailsTo(recipient)).toHaveLength(2);
    expect(mailsTo(recipient)[1]?.raw).toContain('4 slots are free');
    const [, second, third, last] = await deliveriesTo(recipient);
    expect(last).toMatchObject({ state: 'sent', attempts: 1 });
    for (const earlier of [second, third]) {
      expect(earlier).toMatchObject({ state: 'superseded', superseded_reason: 'later news', attempts: 0 });
    }
    expect(third?.superseded_by).toBe(last?.id);
  });

  it('collects by recipient, topic and queue, and nothing of other topics', async () => {
    const recipient = someone();
    for (const mails of [4, 5]) {
      await writeEvent(database, { notify_email: recipient, queue_name: 'b' });
      await writeEvent(database, { notify_email: recipient, queue_name: 'c' });
      await writeEvent(database, { notify_email: recipient, queue_name: 'b' }, 'queue.overloaded');
      await writeEvent(database, { notify_email: recipient, queue_name: 'b' }, 'work_item.blocked');
      await until(() => mailsTo(recipient).length === mails);
    }
    await fannedOut(recipient, 8);
    await endWindow(recipient);
    await allSettled(recipient, 8);
    expect(mailsTo(recipient)).toHaveLength(8);
  });

  it('makes one message of a backlog: a notifier with an earlier delivery sends the latest', async () => {
    const recipient = someone();
    await notifier.stop();
    for (const free_slots of [1, 2, 3]) {
      await writeEvent(database, { notify_email: recipient, queue_name: 'd', free_slots });
      await until(async () => (await deliveriesTo(recipient)).length === free_slots);
    }
    notifier = await startNotifier(readConfig(env), pino({ level: 'fatal' }));
    await allSettled(recipient, 3);
    expect(mailsTo(recipient)).toHaveLength(1);
    expect(mailsTo(recipient)[0]?.raw).toContain('3 slots are free');
    const found = await deliveriesTo(recipient);
    expect(found.map(({ state }) => state)).toEqual(['superseded', 'superseded', 'sent']);
    for (const earlier of found.slice(0, 2)) expect(earlier.superseded_by).toBe(found[2]?.id);
  });

  it('does not tell of a free slot that is taken again, and of the next one at once', async () => {
    const recipient = someone();
    await rows("INSERT INTO work_items (reference) VALUES ('1'), ('2')");
    await rows("INSERT INTO queues (reference, queue_name) VALUES ('1', 'test'), ('2', 'test')");
    await settled(database, await writeEvent(database, { notify_email: recipient, free_slots: 1 }));
    const [taken] = await deliveriesTo(recipient);
    expect(taken).toMatchObject({
      state: 'superseded',
      superseded_reason: 'slot taken',
      superseded_by: null,
    });
    await rows("DELETE FROM queues WHERE reference = '1'");
    await writeEvent(database, { notify_email: recipient, free_slots: 1 });
    await until(() => mailsTo(recipient).length === 1);
  });

  it('tells of every event where the window is 0', async () => {
    const recipient = someone();
    await set('storm_window_seconds', '0');
    for (let times = 0; times < 3; times++)
      await writeEvent(database, { notify_email: recipient, queue_name: 'e' });
    await allSettled(recipient, 3);
    await set('storm_window_seconds', '60');
    expect(mailsTo(recipient)).toHaveLength(3);
  });

  it('holds back until quiet hours end what comes to its turn in them', async () => {
    const recipient = someone();
    await rows('INSERT INTO subscriptions (topic, recipient, time_zone) VALUES (?, ?, ?)', [
      'quiet',
      recipient,
      'Asia/Kathmandu',
    ]);
    behave = () => 'refuse for now';
    await writeEvent(database, {}, 'quiet');
    await until(() => mailServer.tries(recipient) >= 1);
    // Its next try falls into them: from an hour ago to an hour from now, by the clock of Kathmandu.
    await rows(
      `UPDATE subscriptions SET quiet_from = TIME_FORMAT(UTC_TIMESTAMP() + INTERVAL 285 MINUTE, '%H:%i'),
         quiet_until = TIME_FORMAT(UTC_TIMESTAMP() + INTERVAL 405 MINUTE, '%H:%i') WHERE recipient = ?`,
      [recipient],
    );
    const held = await until(async () => {
      const [delivery] = await deliveriesTo(recipient);
      return Number(delivery?.due_at) > Date.now() * 1000 + 1_800_000_000 ? delivery : undefined;
    });
    const minutes = (Number(held.due_at) / 1000 - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(57);
    expect(minutes).toBeLessThanOrEqual(60);
    expect(held.state).toBe('pending');
    behave = () => 'accept';
    await rows('UPDATE subscriptions SET quiet_from = NULL, quiet_until = NULL WHERE recipient = ?', [
      recipient,
    ]);
    await endWindow(recipient);
    await allSettled(recipient, 1);
    expect(mailsTo(recipient)).toHaveLength(1);
  });

  it('holds back what is over a limit, in line, as no attempt, and loses none of it', async () => {
    const [recipient, other] = [someone(), someone()];
    await set('max_per_recipient_per_hour', '2');
    // A limit is known within a second: until then everything goes out.
    await until(async () => {
      const probe = someone();
      for (let n = 0; n < 3; n++) await writeEvent(database, { notify_email: probe }, 'probe');
      return until(async () => {
        const found = await deliveriesTo(probe);
        const open = found.filter(
          ({ state, due_at, attempts }) =>
            state !== 'sent' && !(attempts === 0 && due_at > Date.now() * 1000 + 6e8),
        );
        return found.length === 3 && open.length === 0
          ? { held: found.filter(({ state }) => state === 'pending').length }
          : undefined;
      }).then(({ held }) => held === 1);
    });
    for (let n = 0; n < 5; n++) await writeEvent(database, { notify_email: recipient }, 'many');
    await writeEvent(database, { notify_email: other }, 'many');
    const held = await until(async () => {
      const found = await deliveriesTo(recipient);
      return found.filter(({ state }) => state === 'sent').length === 2 &&
        found.filter(({ round }) => round === 2).length === 3
        ? found.filter(({ state }) => state === 'pending')
        : undefined;
    });
    await until(() => mailsTo(other).length === 1);
    expect(mailsTo(recipient)).toHaveLength(2);
    const hours = held.map(({ due_at }) => Math.round((Number(due_at) / 1000 - Date.now()) / 3_600_000));
    expect(hours).toEqual([1, 1, 2]);
    expect(held.map(({ attempts, message_id }) => [attempts, message_id])).toEqual(Array(3).fill([0, null]));
    // Their hour comes: they have their place, and are not asked again.
    await rows(
      'UPDATE deliveries SET due_at = UTC_TIMESTAMP(6), admitted_at = UTC_TIMESTAMP(6) WHERE recipient = ? AND state = ?',
      [recipient, 'pending'],
    );
    await allSettled(recipient, 5);
    expect(mailsTo(recipient)).toHaveLength(5);
    await set('max_per_recipient_per_hour', 'off');
  });
});
