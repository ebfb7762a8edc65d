import { createTestDatabase, serviceDatabases, type TestDatabase, testServers } from '@kanban/schema/testing';
import { type Cable, layCable } from '@kanban/schema/testing/cable';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/servers/until.mjs';
import { type AppProcess, startApp } from './testing/app-process.ts';
import { deliveriesOf, settled, writeEvent } from './testing/board-events.ts';
import { type Behaviour, type MailServer, startMailServer } from './testing/mail-server.ts';

const [server] = serviceDatabases();
if (!server) throw new Error('No test database');

describe('SIGTERM', () => {
  let database: TestDatabase;
  let mailServer: MailServer;
  let release: (behaviour: Behaviour) => void;
  const cables: Cable[] = [];
  const apps: AppProcess[] = [];

  beforeEach(async () => {
    database = await createTestDatabase(server);
    const held = new Promise<Behaviour>((resolve) => {
      release = resolve;
    });
    mailServer = await startMailServer((recipient) => (recipient.startsWith('held') ? held : 'accept'));
  });

  afterEach(async () => {
    for (const app of apps.splice(0)) await app.end('SIGKILL');
    for (const cable of cables.splice(0)) cable.close();
    await mailServer.close();
    await database.drop();
  });

  async function through(url: string): Promise<string> {
    const cable = await layCable(url);
    cables.push(cable);
    return cable.url;
  }

  async function startBoth(env: Record<string, string>): Promise<AppProcess[]> {
    const both = [startApp('relay', env), startApp('notifier', env)];
    apps.push(...both);
    await Promise.all(both.map((app) => app.printed('Ready')));
    return both;
  }

  it('finishes the mails that it is sending, then ends with code 0', async () => {
    const [relay, notifier] = await startBoth({
      DATABASE_URL: database.url,
      REDIS_URL: testServers().redisUrl,
      SMTP_URL: mailServer.url,
      QUEUE_PREFIX: `{stop-${database.name}}`,
    });
    const event = await writeEvent(database, { notify_email: 'held@example.test' });
    await until(() => mailServer.tries('held@example.test') === 1);
    const ended = notifier?.end('SIGTERM');
    await notifier?.printed('Stopping');
    release('accept');
    expect(await ended).toBe(0);
    expect(await settled(database, event)).toMatchObject({ state: 'sent', attempts: 1 });
    expect(await relay?.end('SIGTERM')).toBe(0);
  });

  it('ends both within ten seconds when MySQL, Redis and the mail server no longer answer', async () => {
    const both = await startBoth({
      DATABASE_URL: await through(database.url),
      REDIS_URL: await through(testServers().redisUrl),
      SMTP_URL: await through(mailServer.url),
      QUEUE_PREFIX: `{stop-${database.name}}`,
    });
    const event = await writeEvent(database, { notify_email: 'held@example.test' });
    await until(() => mailServer.tries('held@example.test') === 1);
    for (const cable of cables) cable.freeze();
    const begin = performance.now();
    await Promise.all(both.map((app) => app.end('SIGTERM')));
    expect(performance.now() - begin).toBeLessThan(10_000);
    // Nothing was handed over, and the ledger knows: another notifier may send it cleanly.
    const [delivery] = await deliveriesOf(database, event);
    expect(delivery).toMatchObject({ state: 'sending', may_be_duplicate: 0 });
    expect(mailServer.mails).toEqual([]);
  });
});

describe('a start that cannot work', () => {
  const env = {
    DATABASE_URL: 'mysql://root@127.0.0.1:1/kanban',
    REDIS_URL: 'redis://127.0.0.1:1/0',
    SMTP_URL: 'smtp://127.0.0.1:1',
  };

  it.each<['relay' | 'notifier', Record<string, string>, RegExp]>([
    ['relay', { ...env, DATABASE_URL: '' }, /DATABASE_URL is not set/],
    ['notifier', { ...env, DATABASE_URL: wrongUser() }, /refuses the user or password/],
  ])('of the %s says why in one sentence and ends with code 1', async (name, settings, sentence) => {
    const app = startApp(name, settings);
    const code = await new Promise((resolve) => app.child.once('close', resolve));
    expect(code).toBe(1);
    expect(app.lines).toEqual([expect.stringMatching(sentence)]);
  });

  function wrongUser(): string {
    const address = new URL(server?.adminUrl ?? '');
    address.username = 'nobody';
    address.password = 'wrong-password';
    address.pathname = '/kanban';
    return address.href;
  }
});
