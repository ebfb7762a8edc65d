import { serviceDatabases, testServers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../../scripts/servers/free-port.mjs';
import { until } from '../../../../scripts/servers/until.mjs';
import { type AppProcess, startApp } from '../testing/app-process.ts';
import { settled, writeEvent } from '../testing/board-events.ts';
import { type MailServer, startMailServer } from '../testing/mail-server.ts';

const HELD_MS = 300;

describe.each(serviceDatabases())('the numbers of a notifier on $name', (server) => {
  const database = boardTest(server);
  let mailServer: MailServer;
  let port: number;
  const apps: AppProcess[] = [];

  beforeAll(async () => {
    mailServer = await startMailServer(
      (recipient, tries) => {
        if (recipient.startsWith('later') && tries === 1) return 'refuse for now';
        if (recipient.startsWith('never')) return 'refuse for good';
        if (recipient.startsWith('cut') && tries === 1) return 'cut after data';
        return 'accept';
      },
      { delayMs: HELD_MS },
    );
    port = await freePort();
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: testServers().redisUrl,
      SMTP_URL: mailServer.url,
      QUEUE_PREFIX: `{metrics-${database.name}}`,
      RETRY_BASE_MS: '10',
    };
    apps.push(startApp('notifier', { ...env, METRICS_PORT: String(port) }), startApp('relay', env));
    await Promise.all(apps.map((app) => app.printed('Ready')));
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.end('SIGTERM')));
    await mailServer.close();
  });

  const told = async (series: string) => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const line = text.split('\n').find((one) => one.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length));
  };
  const email = '{channel="email"}';

  it('begin with 0, so that the first of a kind is seen', async () => {
    for (const name of ['sent', 'retried', 'dead', 'may_be_duplicate', 'superseded']) {
      expect(await told(`kanban_deliveries_${name}_total${email}`)).toBe(0);
    }
    expect(await told('kanban_duplicates_suppressed_total')).toBe(0);
  });

  it('tell what was accepted, tried again and given up, and how long it took from the commit', async () => {
    for (const who of ['later', 'never', 'cut', 'plain']) {
      await settled(database, await writeEvent(database, { notify_email: `${who}@example.test` }));
    }
    await until(async () => (await told(`kanban_deliveries_sent_total${email}`)) === 3);
    expect(await told(`kanban_deliveries_retried_total${email}`)).toBe(2);
    expect(await told(`kanban_deliveries_dead_total${email}`)).toBe(1);
    expect(await told(`kanban_deliveries_may_be_duplicate_total${email}`)).toBe(1);
    expect(await told(`kanban_delivery_latency_seconds_count${email}`)).toBe(3);
    // Each was held by the mail server for this long; the retried ones begin at their commit, not at their last attempt.
    const sum = (await told(`kanban_delivery_latency_seconds_sum${email}`)) ?? 0;
    expect(sum).toBeGreaterThan((3 * HELD_MS) / 1_000);
    expect(sum).toBeLessThan(60);
    expect(await told('kanban_delivery_latency_seconds_bucket{le="0.2",channel="email"}')).toBe(0);
  });

  it('and the words of the server are kept, attempt by attempt', async () => {
    const [rows] = await database.pool.query<RowDataPacket[]>(
      `SELECT d.recipient, a.attempt, a.outcome, a.said
       FROM delivery_attempts a JOIN deliveries d ON d.id = a.delivery_id ORDER BY d.recipient, a.id`,
    );
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { recipient: 'cut@example.test', attempt: 1, outcome: 'failed', said: expect.any(String) },
      {
        recipient: 'later@example.test',
        attempt: 1,
        outcome: 'failed',
        said: expect.stringContaining('451'),
      },
      { recipient: 'never@example.test', attempt: 1, outcome: 'dead', said: expect.stringContaining('550') },
    ]);
  });
});
