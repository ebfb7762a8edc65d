import { randomUUID } from 'node:crypto';
import { messageOf, renderMail } from '@kanban/notifications/messages';
import { createTestDatabase, testDatabases, testServers } from '@kanban/schema/testing';
import { createTransport } from 'nodemailer';
import { until } from '../../scripts/servers/until.mjs';
import { type MailSink, startMailSink } from '../mail-sink.ts';
import type { Benchmark } from '../measurement.ts';
import { startProgram, stopProgram } from '../processes.ts';
import { deliveriesIn, eventOf, turnOffStorms, writeEvents } from './outbox.ts';

const connections = 20;

/**
 * Mails per second into the same sink, from the first accepted mail to the last. Compares a notifier, which claims, sends and
 * settles in the ledger, with a plain nodemailer pool of as many connections, in a separate process like the notifier.
 */
export const mails: Benchmark = async function* ({ quick }) {
  const count = quick ? 1_000 : 16_000;
  const { redisUrl } = testServers();
  const sink = await startMailSink();
  try {
    for (const server of testDatabases()) {
      const database = await createTestDatabase(server);
      await turnOffStorms(database);
      const env = {
        DATABASE_URL: database.url,
        REDIS_URL: redisUrl,
        SMTP_URL: sink.url,
        QUEUE_PREFIX: `{bench-${randomUUID()}}`,
        SMTP_CONNECTIONS: String(connections),
      };
      const relay = startProgram('apps/relay/src/main.ts', [], env);
      await writeEvents(database, count);
      await until(
        async () => (await deliveriesIn(database, 'queued')) === count,
        120_000,
        20,
        'all mails queued',
      );

      const baseline = await bareRate(sink, count);
      await sink.reset();
      const notifier = startProgram('apps/notifier/src/main.ts', [], env);
      const ours = await sink.rateOf(count);
      await until(
        async () => (await deliveriesIn(database, 'sent')) === count,
        60_000,
        20,
        'all mails settled',
      );
      await stopProgram(notifier);
      await stopProgram(relay);
      await database.drop();
      yield {
        name: `mails, ${count}`,
        server: server.name,
        unit: '/s',
        ours,
        baselineName: 'bare nodemailer pool',
        baseline,
        ratio: ours / baseline,
        aim: '≥ 0.8',
      };
    }
  } finally {
    sink.stop();
  }
};

async function bareRate(sink: MailSink, count: number): Promise<number> {
  await sink.reset();
  const transport = createTransport({
    pool: true,
    host: '127.0.0.1',
    port: Number(new URL(sink.url).port),
    ignoreTLS: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
  });
  // The same mail as the notifier's, written once: the baseline is a pool that only sends.
  const event = { eventId: 1, occurredAt: new Date().toISOString(), ...eventOf(0) };
  const mail = renderMail(messageOf('d1-e1', [event], { dashboardUrl: 'http://127.0.0.1:8080' }));
  const send = (n: number) =>
    transport.sendMail({
      ...mail,
      from: 'Kanban Flow <kanban@localhost>',
      to: `person-${n}@example.org`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  await Promise.all(Array.from({ length: count }, (_, n) => send(n)));
  transport.close();
  return sink.rateOf(count);
}
