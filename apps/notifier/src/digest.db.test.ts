import { serviceDatabases, testServers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/servers/until.mjs';
import { type AppProcess, startApp } from './testing/app-process.ts';
import { writeEvent } from './testing/board-events.ts';
import { type MailServer, startMailServer } from './testing/mail-server.ts';

describe.each(serviceDatabases())('digests on $name', (server) => {
  const database = boardTest(server);
  let mailServer: MailServer;
  let relay: AppProcess;
  let env: Record<string, string>;
  let notifier: AppProcess | undefined;
  let people = 0;
  let item = 0;
  const refused = new Set<string>();

  beforeAll(async () => {
    mailServer = await startMailServer((recipient) =>
      refused.has(recipient) ? 'refuse for good' : 'accept',
    );
    env = {
      DATABASE_URL: database.url,
      REDIS_URL: testServers().redisUrl,
      SMTP_URL: mailServer.url,
      QUEUE_PREFIX: `{digest-${database.name}}`,
      API_URL: 'https://board.example',
      CHANNELS: 'email',
      SEND_TIMEOUT_MS: '500',
      CLAIM_LEASE_MS: '700',
      LOCK_DURATION_MS: '500',
      RELAY_PUBLISH_LEASE_MS: '500',
      RELAY_RECONCILE_INTERVAL_MS: '100',
      RETRY_BASE_MS: '20',
    };
    relay = startApp('relay', env);
    await relay.printed('Ready');
  });

  afterAll(async () => {
    await notifier?.end('SIGKILL');
    await relay?.end('SIGTERM');
    await mailServer.close();
  });

  const rows = async (sql: string, values: readonly unknown[] = []) =>
    (await database.pool.query<RowDataPacket[]>(sql, [...values]))[0];
  const mailsTo = (recipient: string) => mailServer.mails.filter((mail) => mail.recipient === recipient);
  const deliveriesTo = (recipient: string) =>
    rows(
      `SELECT d.*, e.processed_at FROM deliveries d JOIN outbox_events e ON e.id = d.event_id
       WHERE d.recipient = ? ORDER BY d.id`,
      [recipient],
    );

  /** Somebody with a daily digest of a topic of their own. */
  async function someone(): Promise<{ recipient: string; topic: string }> {
    const [recipient, topic] = [`person-${++people}@example.test`, `digest_${people}`];
    await rows("INSERT INTO subscriptions (topic, recipient, digest) VALUES (?, ?, 'daily 08:00')", [
      topic,
      recipient,
    ]);
    return { recipient, topic };
  }

  /** Events that the relay has fanned out, by their references. */
  async function collected({ recipient, topic }: { recipient: string; topic: string }, count: number) {
    const before = (await deliveriesTo(recipient)).length;
    const references = Array.from({ length: count }, () => `ITEM-${++item}-`);
    for (const reference of references) await writeEvent(database, { reference }, topic);
    await until(async () => (await deliveriesTo(recipient)).length === before + count);
    return references;
  }

  const itsTimeComes = (recipient: string) =>
    rows(
      "UPDATE deliveries SET due_at = UTC_TIMESTAMP(6) WHERE recipient = ? AND state IN ('pending', 'collected')",
      [recipient],
    );
  const allSettled = (recipient: string) =>
    until(async () => {
      const found = await deliveriesTo(recipient);
      return found.every(({ processed_at, state }) => processed_at !== null && state !== 'collected')
        ? found
        : undefined;
    });

  async function restart(failPoint?: string): Promise<void> {
    await notifier?.end('SIGKILL');
    notifier = startApp('notifier', failPoint === undefined ? env : { ...env, KANBAN_FAIL_POINT: failPoint });
    await notifier.printed('Ready');
  }

  it('tells what was collected in one mail, in its order, and settles each delivery with it', async () => {
    await restart();
    const person = await someone();
    const references = await collected(person, 4);
    const waiting = await deliveriesTo(person.recipient);
    expect(waiting.map(({ state }) => state)).toEqual(['pending', 'collected', 'collected', 'collected']);
    expect(new Set(waiting.map(({ due_at }) => due_at)).size).toBe(1);
    expect(new Date(Number(waiting[0]?.due_at) / 1000).toISOString()).toMatch(/T08:00:00/);
    expect(mailsTo(person.recipient)).toEqual([]);

    await itsTimeComes(person.recipient);
    const settled = await allSettled(person.recipient);
    expect(settled.map(({ state }) => state)).toEqual(Array(4).fill('sent'));
    expect(new Set(settled.map(({ message_id }) => message_id)).size).toBe(1);
    const [mail, ...more] = mailsTo(person.recipient);
    expect(more).toEqual([]);
    const places = references.map((reference) => mail?.raw.indexOf(reference) ?? -1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
  });

  it('begins another one once a digest was sent', async () => {
    const person = await someone();
    await collected(person, 2);
    await itsTimeComes(person.recipient);
    await allSettled(person.recipient);
    await collected(person, 2);
    const states = (await deliveriesTo(person.recipient)).map(({ state }) => state);
    expect(states).toEqual(['sent', 'sent', 'pending', 'collected']);
  });

  it('carries the link and the headers that unsubscribe with one click, and then says no more', async () => {
    const person = await someone();
    await collected(person, 2);
    const [told] = await rows('SELECT token FROM subscription_recipients WHERE recipient = ?', [
      person.recipient,
    ]);
    await itsTimeComes(person.recipient);
    await allSettled(person.recipient);
    const raw = mailsTo(person.recipient)[0]?.raw ?? '';
    const url = `https://board.example/unsubscribe/${told?.token}`;
    expect(told?.token).toMatch(/^[0-9a-f]{32}$/);
    expect(raw).toContain(`\r\nList-Unsubscribe: <${url}>\r\n`);
    expect(raw).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
    expect(raw).toContain(`Unsubscribe:\r\n${url}`);

    await collected(person, 2);
    await rows('CALL unsubscribe(?)', [told?.token]);
    await itsTimeComes(person.recipient);
    const last = (await allSettled(person.recipient)).slice(2);
    expect(last.map(({ state, superseded_reason }) => `${state}: ${superseded_reason}`)).toEqual(
      Array(2).fill('superseded: unsubscribed'),
    );
    const event = await writeEvent(database, { reference: 'later' }, person.topic);
    await until(
      async () =>
        (await rows('SELECT processed_at FROM outbox_events WHERE id = ?', [event]))[0]?.processed_at,
    );
    expect(mailsTo(person.recipient)).toHaveLength(1);
  });

  it('dies whole when it is refused for good, and whole it is sent again', async () => {
    const person = await someone();
    const references = await collected(person, 3);
    refused.add(person.recipient);
    await itsTimeComes(person.recipient);
    const dead = await allSettled(person.recipient);
    expect(dead.map(({ state }) => state)).toEqual(Array(3).fill('dead'));
    refused.delete(person.recipient);
    // As a person does it with an SQL client, who knows nothing of what it carries.
    await rows(
      "UPDATE deliveries SET state = 'pending', round = round + 1, attempts = 0, due_at = UTC_TIMESTAMP(6) WHERE id = ?",
      [dead[0]?.id],
    );
    const sent = await until(async () => {
      const found = await deliveriesTo(person.recipient);
      return found.every(({ state }) => state === 'sent') ? found : undefined;
    });
    expect(sent).toHaveLength(3);
    for (const reference of references) expect(mailsTo(person.recipient)[0]?.raw).toContain(reference);
    expect(mailsTo(person.recipient)).toHaveLength(1);
  });

  it.each([
    ['deliver claimed', 1],
    ['email accepted', 2],
    ['settle digests settled', 1],
  ])(
    'killed at "%s" leaves a digest that is sent completely, in %i copies of one mail',
    async (failPoint, copies) => {
      const person = await someone();
      const references = await collected(person, 3);
      await restart(failPoint);
      await itsTimeComes(person.recipient);
      await notifier?.printed('Killed at fail point');
      // What happens now is news for the next digest: a second copy must say the same as the first.
      const [later] = await collected(person, 1);
      await restart();
      const settled = await until(async () => {
        const found = (await deliveriesTo(person.recipient)).slice(0, 3);
        return found.every(({ processed_at }) => processed_at !== null) ? found : undefined;
      });
      expect(settled.map(({ state }) => state)).toEqual(Array(3).fill('sent'));
      const mails = mailsTo(person.recipient);
      expect(mails).toHaveLength(copies);
      expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
      for (const { raw } of mails) {
        for (const reference of references) expect(raw).toContain(reference);
        expect(raw).not.toContain(later);
      }
      if (copies === 2) expect(settled.map((each) => each.may_be_duplicate)).toEqual(Array(3).fill(1));
      expect((await deliveriesTo(person.recipient))[3]).toMatchObject({ state: 'pending', is_digest: 1 });
    },
  );
});
