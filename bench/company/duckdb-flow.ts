import { instantFromSql } from '@kanban/schema';
import type { RowDataPacket } from 'mysql2/promise';
import type { BenchCompany } from './companies.ts';
import { loadDuckDb } from './duckdb.ts';
import { plainConnection } from './plain-connection.ts';
import { sqlTime, type Window } from './window.ts';

/** The fold in DuckDB, in memory: the log of one stream alone, which spares it the others. */
export interface DuckFlow {
  readonly sql: (window: Window) => string;
  ask(window: Window): Promise<number>;
  close(): void;
}

export async function loadDuckFlow(company: BenchCompany, { streamId }: Window): Promise<DuckFlow> {
  const { DuckDBInstance, DuckDBTimestampValue } = await loadDuckDb();
  const instance = await DuckDBInstance.create(':memory:');
  const duck = await instance.connect();
  await duck.run('CREATE TABLE log (occurred_at TIMESTAMP, from_queue_id INTEGER, to_queue_id INTEGER)');
  const connection = await plainConnection(company.database.url);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT occurred_at, from_queue_id, to_queue_id FROM audit_log WHERE value_stream_id = ? ORDER BY id',
      [streamId],
    );
    const appender = await duck.createAppender('log');
    for (const { occurred_at, from_queue_id, to_queue_id } of rows) {
      appender.appendTimestamp(new DuckDBTimestampValue(BigInt(instantFromSql(occurred_at))));
      for (const id of [from_queue_id, to_queue_id]) {
        if (id === null) appender.appendNull();
        else appender.appendInteger(id);
      }
      appender.endRow();
    }
    appender.closeSync();
  } finally {
    await connection.end();
  }
  return {
    sql: flowInDuck,
    ask: async (window) => (await duck.runAndReadAll(flowInDuck(window))).getRows().length,
    close: () => {
      duck.closeSync();
      instance.closeSync();
    },
  };
}

/** Each queue at the end of each day, as our answer has it: in days of UTC, since those of a zone cost it more. */
function flowInDuck({ from, to, queueIds }: Window): string {
  const steps = (queue: 'to_queue_id' | 'from_queue_id', arrived: 0 | 1) =>
    `SELECT ${queue} AS queue_id, CAST(occurred_at AS DATE) AS day, ${arrived} AS arrived, ${1 - arrived} AS departed
     FROM log WHERE ${queue} IS NOT NULL AND occurred_at < '${sqlTime(to)}'`;
  return `WITH days AS (
    SELECT queue_id, day, SUM(arrived) AS arrived, SUM(departed) AS departed
    FROM (${steps('to_queue_id', 1)} UNION ALL ${steps('from_queue_id', 0)}) GROUP BY queue_id, day
  ), totals AS (
    SELECT queue_id, day, SUM(arrived) OVER past AS arrivals, SUM(departed) OVER past AS departures
    FROM days WINDOW past AS (PARTITION BY queue_id ORDER BY day)
  ), points AS (
    SELECT q.queue_id, CAST(d.day AS DATE) AS day FROM range(TIMESTAMP '${sqlTime(from)}', TIMESTAMP '${sqlTime(to)}', INTERVAL 1 DAY) d(day),
      (SELECT UNNEST([${queueIds.join()}]) AS queue_id) q
  )
  SELECT p.day, p.queue_id, t.arrivals, t.departures FROM points p ASOF LEFT JOIN totals t
    ON t.queue_id = p.queue_id AND t.day <= p.day ORDER BY p.day, p.queue_id`;
}
