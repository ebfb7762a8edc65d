import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase, testDatabases, testServers } from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { createTransport } from 'nodemailer';
import { startMailSink } from '../mail-sink.ts';
import type { Benchmark } from '../measurement.ts';
import { startProgram, stopProgram } from '../processes.ts';
import { turnOffStorms, writeEvents } from './outbox.ts';

/** The time that a mail server on another machine needs for a mail. */
const delayMs = 5;

/**
 * Mails per second from events to the mail server: relay and notifier, compared with a simple worker: a loop that
 * polls, opens a connection for each mail, sends it and marks the row. (The simple worker also loses or repeats mails
 * when it is killed.)
 */
export const naiveWorker: Benchmark = async function* ({ quick }) {
  const count = quick ? 300 : 3_000;
  const sink = await startMailSink(delayMs);
  try {
    for (const server of testDatabases()) {
      const [ours, naive] = [await createTestDatabase(server), await createTestDatabase(server)];
      await turnOffStorms(ours);
      await sink.reset();
      await writeEvents(naive, count);
      await pollAndSend(naive, sink.url, count);
      const baseline = await sink.rateOf(count);

      await sink.reset();
      await writeEvents(ours, count);
      const env = {
        DATABASE_URL: ours.url,
        REDIS_URL: testServers().redisUrl,
        SMTP_URL: sink.url,
        QUEUE_PREFIX: `{bench-${randomUUID()}}`,
      };
      const programs = ['relay', 'notifier'].map((app) => startProgram(`apps/${app}/src/main.ts`, [], env));
      const rate = await sink.rateOf(count);
      await Promise.all(programs.map(stopProgram));
      await ours.drop();
      await naive.drop();
      yield {
        name: `events to mails, ${delayMs} ms a mail`,
        server: server.name,
        unit: '/s',
        ours: rate,
        baselineName: 'polling loop, a connection a mail',
        baseline,
        ratio: rate / baseline,
        aim: 'reported',
      };
    }
  } finally {
    sink.stop();
  }
};

async function pollAndSend({ pool }: TestDatabase, smtpUrl: string, count: number): Promise<void> {
  for (let sent = 0; sent < count; ) {
    const [events] = await pool.query<RowDataPacket[]>(
      'SELECT id, payload FROM outbox_events WHERE processed_at IS NULL ORDER BY id LIMIT 100',
    );
    if (events.length === 0) await setTimeout(100);
    for (const { id, payload } of events) {
      const { notify_email, queue_name } = typeof payload === 'string' ? JSON.parse(payload) : payload;
      const transport = createTransport(smtpUrl, { from: 'kanban@localhost' });
      await transport.sendMail({
        to: notify_email,
        subject: `A slot is free in ${queue_name}`,
        text: 'Go and pull.',
      });
      transport.close();
      await pool.query('UPDATE outbox_events SET processed_at = UTC_TIMESTAMP(6) WHERE id = ?', [id]);
      sent++;
    }
  }
}
