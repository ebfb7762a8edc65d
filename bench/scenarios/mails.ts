import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, testDatabases, testServers } from '@kanban/schema/testing';
import { createTransport } from 'nodemailer';
import { renderMail } from '../../apps/notifier/src/templates/render.ts';
import type { Benchmark } from '../measurement.ts';
import { startProgram, stopProgram, until } from '../processes.ts';
import { deliveriesIn, eventOf, writeEvents } from './outbox.ts';

const connections = 20;

/**
 * Mails a second into the same sink, from the first mail taken to the last: a notifier (claimed, sent, settled in the
 * ledger) beside a bare nodemailer pool with as many connections, in a process of its own like the notifier.
 */
export const mails: Benchmark = async function* ({ quick }) {
  const count = quick ? 1_000 : 16_000;
  const { redisUrl } = testServers();
  const sink = fork(fileURLToPath(new URL('../sink.ts', import.meta.url)));
  const [{ port }] = (await once(sink, 'message')) as [{ port: number }];
  try {
    for (const server of testDatabases()) {
      const database = await createTestDatabase(server);
      const env = {
        DATABASE_URL: database.url,
        REDIS_URL: redisUrl,
        SMTP_URL: `smtp://127.0.0.1:${port}`,
        QUEUE_PREFIX: `{bench-${randomUUID()}}`,
        SMTP_CONNECTIONS: String(connections),
      };
      const relay = startProgram('apps/relay/src/main.ts', [], env);
      await writeEvents(database, count);
      await until(
        async () => (await deliveriesIn(database, 'queued')) === count,
        120_000,
        'all mails queued',
      );

      const baseline = await bareRate(sink, port, count);
      await ask(sink, 'reset');
      const notifier = startProgram('apps/notifier/src/main.ts', [], env);
      const ours = await rateWhenAllTaken(sink, count);
      await until(async () => (await deliveriesIn(database, 'sent')) === count, 60_000, 'all mails settled');
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
    sink.disconnect();
  }
};

interface Report {
  readonly count: number;
  readonly seconds: number;
}

async function ask(sink: ChildProcess, message: 'reset' | 'report'): Promise<Report> {
  const answer = once(sink, 'message');
  sink.send(message);
  return ((await answer) as [Report])[0];
}

async function rateWhenAllTaken(sink: ChildProcess, count: number): Promise<number> {
  await until(async () => (await ask(sink, 'report')).count >= count, 300_000, `${count} mails`);
  const { seconds } = await ask(sink, 'report');
  return (count - 1) / seconds;
}

async function bareRate(sink: ChildProcess, port: number, count: number): Promise<number> {
  await ask(sink, 'reset');
  const transport = createTransport({
    pool: true,
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
  });
  // The same mail as the notifier's, written once: the baseline is a pool that only sends.
  const mail = renderMail(eventOf(0), 'http://127.0.0.1:8080');
  const send = (n: number) =>
    transport.sendMail({
      ...mail,
      from: 'Kanban Flow <kanban@localhost>',
      to: `person-${n}@example.org`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  await Promise.all(Array.from({ length: count }, (_, n) => send(n)));
  transport.close();
  return rateWhenAllTaken(sink, count);
}
