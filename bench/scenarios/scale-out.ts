import { randomUUID } from 'node:crypto';
import { createTestDatabase, testDatabases, testServers } from '@kanban/schema/testing';
import { until } from '../../scripts/servers/until.mjs';
import { startMailSink } from '../mail-sink.ts';
import { type Benchmark, median } from '../measurement.ts';
import { startProgram, stopProgram } from '../processes.ts';
import { deliveriesIn, turnOffStorms, writeEvents } from './outbox.ts';

const delayMs = 50;
/** So few that the mail server is what one notifier waits for, and four fit on a small machine. */
const connections = 8;

/** Mails per second of four notifiers compared with one, into a mail server that needs 50 ms per mail. */
export const scaleOut: Benchmark = async function* ({ quick }) {
  const { redisUrl } = testServers();
  const sink = await startMailSink(delayMs);
  try {
    for (const server of testDatabases()) {
      const rateWith = async (notifiers: number) => {
        const count = notifiers * (quick ? 300 : 2_000);
        const database = await createTestDatabase(server);
        await turnOffStorms(database);
        const env = {
          DATABASE_URL: database.url,
          REDIS_URL: redisUrl,
          SMTP_URL: sink.url,
          QUEUE_PREFIX: `{bench-${randomUUID()}}`,
          SMTP_CONNECTIONS: String(connections),
          NOTIFIER_CONCURRENCY: String(connections * 2),
          CHANNELS: 'email',
        };
        const programs = [
          startProgram('apps/relay/src/main.ts', [], env),
          ...Array.from({ length: notifiers }, () => startProgram('apps/notifier/src/main.ts', [], env)),
        ];
        // All are up before it counts: four programs that start share the cores with those that send.
        await writeEvents(database, notifiers * 200);
        const areWarm = async () => (await deliveriesIn(database, 'sent')) === notifiers * 200;
        await until(areWarm, 120_000, 20, 'the first mails');
        await sink.reset();
        await writeEvents(database, count);
        const rate = await sink.rateOf(count);
        await Promise.all(programs.map(stopProgram));
        await database.drop();
        return rate;
      };
      const [ones, fours]: number[][] = [[], []];
      for (let round = 0; round < (quick ? 1 : 2); round++) {
        ones?.push(await rateWith(1));
        fours?.push(await rateWith(4));
      }
      const [one, four] = [median(ones ?? []), median(fours ?? [])];
      yield {
        name: `mails by four notifiers, ${delayMs} ms a mail`,
        server: server.name,
        unit: '/s',
        ours: four,
        baselineName: 'one notifier',
        baseline: one,
        ratio: four / one,
        aim: '≥ 3.8',
      };
    }
  } finally {
    sink.stop();
  }
};
