import { readFileSync } from 'node:fs';
import { createTestDatabase, serviceDatabases, type TestDatabase, testServers } from '@kanban/schema/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../../../scripts/servers/free-port.mjs';
import { findPostfix, type Postfix, startPostfix } from '../../../../../scripts/servers/postfix.mjs';
import { until } from '../../../../../scripts/servers/until.mjs';
import { readConfig } from '../../config.ts';
import { type Notifier, startNotifier } from '../../notifier.ts';
import { type AppProcess, startApp } from '../../testing/app-process.ts';
import { deliveriesOf, settled, writeEvent } from '../../testing/board-events.ts';
import { type MailServer, startMailServer } from '../../testing/mail-server.ts';

/** The very file that docs/postfix.md tells people to use. */
const mainCf = readFileSync(new URL('../../../../../docs/postfix/main.cf', import.meta.url), 'utf8');
/** With the pauses below: about five seconds. */
const MAX_ATTEMPTS = 8;

describe.skipIf(!findPostfix())('Postfix as the mail server', () => {
  let database: TestDatabase;
  let postfix: Postfix;
  let relay: AppProcess;
  let notifier: Notifier;
  let smartHostPort: number;
  let smartHost: MailServer | undefined;

  beforeAll(async () => {
    const [server] = serviceDatabases();
    if (!server) throw new Error('No test database');
    database = await createTestDatabase(server);
    smartHostPort = await freePort();
    postfix = await startPostfix({
      mainCf,
      settings: {
        relayhost: `[127.0.0.1]:${smartHostPort}`,
        smtpd_error_sleep_time: '0',
        // As greylisting or a full mailbox would.
        smtpd_recipient_restrictions:
          'check_recipient_access inline:{ { busy@localhost = 450 4.2.2 Mailbox full } }',
      },
    });
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: testServers().redisUrl,
      SMTP_URL: postfix.url,
      MAIL_FROM: `Board <${postfix.mailbox}@localhost>`,
      QUEUE_PREFIX: `{postfix-${database.name}}`,
      MAX_ATTEMPTS: String(MAX_ATTEMPTS),
      RETRY_BASE_MS: '100',
      RETRY_LONGEST_MS: '1000',
    };
    relay = startApp('relay', env);
    notifier = await startNotifier(readConfig(env), pino({ level: 'fatal' }));
    await relay.printed('Ready');
  });

  afterAll(async () => {
    await notifier.stop();
    await relay.end('SIGTERM');
    await postfix.remove();
    await smartHost?.close();
    await database.drop();
  });

  let events = 0;
  /** Each of a kind of its own: several of one kind would become one mail. */
  const send = async (recipient: string) =>
    writeEvent(database, { notify_email: recipient }, `test.event_${++events}`);
  const inMailbox = (text: string) => until(() => postfix.mails().find((mail) => mail.includes(text)));

  it('puts a mail into the mailbox of an account, with its Message-ID, text and HTML', async () => {
    const delivery = await settled(database, await send(`${postfix.mailbox}@localhost`));
    expect(delivery).toMatchObject({ state: 'sent', attempts: 1, may_be_duplicate: 0, last_error: null });
    const mail = await inMailbox(`Message-ID: ${delivery.message_id}`);
    expect(mail).toContain('Content-Type: text/plain');
    expect(mail).toContain('Content-Type: text/html');
  });

  it('refuses an unknown account: a dead letter at once, in the words of Postfix', async () => {
    const delivery = await settled(database, await send('nobody-of-that-name@localhost'));
    expect(delivery).toMatchObject({ state: 'dead', attempts: 1, may_be_duplicate: 0 });
    expect(delivery.last_error).toMatch(/550 5\.1\.1 <nobody-of-that-name@localhost>: .*User unknown/);
  });

  it('puts a recipient off: tried again later, and a dead letter in its words when it never takes it', async () => {
    const delivery = await settled(database, await send('busy@localhost'));
    expect(delivery).toMatchObject({ state: 'dead', attempts: MAX_ATTEMPTS, may_be_duplicate: 0 });
    expect(delivery.last_error).toContain(
      '450 4.2.2 <busy@localhost>: Recipient address rejected: Mailbox full',
    );
  });

  it('is away: the mail waits with us, and arrives once it is back', async () => {
    await postfix.stop();
    const event = await send(`${postfix.mailbox}@localhost`);
    const [waiting] = await until(async () => {
      const rows = await deliveriesOf(database, event);
      return rows[0]?.last_error ? rows : undefined;
    });
    expect(waiting).toMatchObject({
      state: expect.stringMatching(/pending|queued|sending/),
      processed_at: null,
    });
    await postfix.startAgain();
    const delivery = await settled(database, event);
    expect(delivery).toMatchObject({ state: 'sent', may_be_duplicate: 0 });
    await inMailbox(`Message-ID: ${delivery.message_id}`);
  });

  it('keeps what its smart host does not take, and hands it on once when that is back', async () => {
    const recipient = 'someone@elsewhere.test';
    const delivery = await settled(database, await send(recipient));
    // It is with Postfix now: to the ledger that is sent.
    expect(delivery).toMatchObject({ state: 'sent', attempts: 1 });
    await until(() =>
      /to=<someone@elsewhere\.test>.*status=deferred \(connect to .*refused\)/.test(postfix.log()),
    );
    const behave = (to: string) => (to === 'gone@elsewhere.test' ? 'refuse for good' : 'accept');
    smartHost = await startMailServer(behave, { port: smartHostPort });
    await until(
      async () => {
        await postfix.flush();
        return smartHost?.mails.length;
      },
      20_000,
      500,
    );
    await until(() => /to=<someone@elsewhere\.test>.*status=sent/.test(postfix.log()));
    expect(smartHost.mails.map(({ recipient: to, messageId }) => [to, messageId])).toEqual([
      [recipient, delivery.message_id],
    ]);
  });

  it('sends back what is refused after it had taken it, to MAIL_FROM and with the Message-ID', async () => {
    const delivery = await settled(database, await send('gone@elsewhere.test'));
    expect(delivery).toMatchObject({ state: 'sent', attempts: 1 });
    const bounce = await inMailbox('Undelivered Mail Returned to Sender');
    expect(bounce).toMatch(/<gone@elsewhere\.test>: .*said: 550/s);
    expect(bounce).toContain(delivery.message_id);
  });
});
