import type { TestDatabase, TestServer } from '@kanban/schema/testing';
import { createTestDatabase, testDatabases } from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { freePort } from '../../scripts/servers/free-port.mjs';
import { until } from '../../scripts/servers/until.mjs';
import { type Benchmark, type Measurement, median, timeMs } from '../measurement.ts';
import { kanban, startProgram, stopProgram } from '../processes.ts';
import { replayQueries } from './replay-queries.ts';

const metrics = ['cumulative-flow', 'lead-time', 'sla'] as const;
type Metric = (typeof metrics)[number];

/**
 * The last 90 days on a log of three years, over HTTP: beside the same from `audit_log` by window functions, and beside
 * a log a tenth as long with the same traffic, so that its window holds as many rows.
 */
export const flowMetrics: Benchmark = async function* ({ quick, log }) {
  const rows = quick ? 100_000 : 1_000_000;
  for (const server of testDatabases()) {
    const long = await history(server, rows, 36 * 30.44, log);
    const short = await history(server, rows / 10, 3.6 * 30.44, log);
    try {
      yield {
        name: `simulate ${long.rows} audit rows`,
        server: server.name,
        unit: 's',
        ours: long.seconds,
        baselineName: 'a tenth of them',
        baseline: short.seconds,
        ratio: short.seconds / long.seconds,
        aim: 'reported',
      };
      const [onLong, onShort] = [await answerTimes(long.database), await answerTimes(short.database)];
      for (const metric of metrics) {
        const replayMs = await timeReplay(long.database, metric);
        const base = { server: server.name, unit: 'ms', ours: onLong[metric] };
        yield {
          ...base,
          name: `${metric}, 90 days of ${long.rows} rows`,
          baselineName: 'window functions over audit_log',
          baseline: replayMs,
          ratio: replayMs / onLong[metric],
          aim: '≥ 100',
        } satisfies Measurement;
        yield {
          ...base,
          name: `${metric}, the log ten times longer`,
          baselineName: `on ${short.rows} rows`,
          baseline: onShort[metric],
          ratio: onLong[metric] / onShort[metric],
          aim: '≤ 1.3',
        } satisfies Measurement;
      }
    } finally {
      await long.database.drop();
      await short.database.drop();
    }
  }
};

async function history(server: TestServer, rows: number, days: number, log: (line: string) => void) {
  const database = await createTestDatabase(server);
  const start = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  const ms = await timeMs(() => kanban(['simulate', '--rows', String(rows), '--start', start], database.url));
  const [[counted]] = await database.pool.query<RowDataPacket[]>('SELECT COUNT(*) AS count FROM audit_log');
  log(`${server.name}: ${counted?.count} audit rows in ${Math.round(ms / 1000)} s`);
  await database.pool.query('ANALYZE TABLE audit_log, item_flow, flow_counts, work_items');
  return { database, rows: counted?.count as number, seconds: ms / 1000 };
}

/** The median time of an answer over HTTP, after a warm-up. */
async function answerTimes(database: TestDatabase): Promise<Record<Metric, number>> {
  const port = String(await freePort());
  const api = startProgram('apps/metrics-api/src/main.ts', [], { DATABASE_URL: database.url, PORT: port });
  const address = `http://127.0.0.1:${port}`;
  try {
    const isReady = () =>
      fetch(`${address}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until(isReady, 20_000, 20, 'the API');
    const times = {} as Record<Metric, number>;
    for (const metric of metrics) {
      const samples: number[] = [];
      for (let run = 0; run < 25; run++) {
        const ms = await timeMs(async () => {
          const response = await fetch(`${address}/v1/${metric}`, {
            headers: { 'accept-encoding': 'identity' },
          });
          if (!response.ok) throw new Error(`${metric}: ${response.status} ${await response.text()}`);
          await response.arrayBuffer();
        });
        if (run >= 5) samples.push(ms);
      }
      times[metric] = median(samples);
    }
    return times;
  } finally {
    await stopProgram(api);
  }
}

async function timeReplay({ pool }: TestDatabase, metric: Metric): Promise<number> {
  const samples: number[] = [];
  for (let run = 0; run < 3; run++) samples.push(await timeMs(() => pool.query(replayQueries[metric])));
  return median(samples);
}
