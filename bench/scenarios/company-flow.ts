import { readerDatabases } from '@kanban/schema/testing';
import { companyOf } from '../company/companies.ts';
import { loadDuckFlow } from '../company/duckdb-flow.ts';
import { flowFromCounts, flowFromLog } from '../company/flow-in-sql.ts';
import { inTurn } from '../company/in-turn.ts';
import { plainConnection } from '../company/plain-connection.ts';
import { startApi } from '../company/running-api.ts';
import { type Window, windowOf } from '../company/window.ts';
import type { Benchmark } from '../measurement.ts';

const addressOf = ({ stream, from, to }: Window) =>
  `/v1/cumulative-flow?${new URLSearchParams({ stream, from, to, interval: 'day', policy: 'occupancy' })}`;

/**
 * Cumulative flow of a big stream by days, of 90 days and of its whole history, over HTTP: beside what else one would use. DuckDB has
 * the log in this process already, and sends it over no wire.
 */
export const companyFlow: Benchmark = async function* ({ quick, log }) {
  for (const server of readerDatabases()) {
    const company = await companyOf(server, quick ? 0 : 1, log);
    const api = await startApi(company.database.url);
    const connection = await plainConnection(company.database.url);
    const duck = await loadDuckFlow(company, await windowOf(company, 1));
    try {
      for (const days of [90, company.days]) {
        const window = await windowOf(company, days);
        const [fromLog, fromCounts] = [flowFromLog(window), flowFromCounts(window)];
        for (const sql of [fromLog, fromCounts, duck.sql(window)]) log(sql.replace(/\s+/g, ' '));
        const times = await inTurn(quick ? 5 : 9, {
          ours: () => api.ask(addressOf(window)),
          'DuckDB in memory': () => duck.ask(window),
          'BI query over the projection': () => connection.query(fromCounts),
          'BI query over the log': () => connection.query(fromLog),
        });
        const { ours, ...others } = times;
        for (const [baselineName, baseline] of Object.entries(others)) {
          yield {
            name: `/v1/cumulative-flow, ${days} days`,
            server: server.name,
            unit: 'ms',
            ours,
            baselineName,
            baseline,
            ratio: baseline / ours,
            aim: '≥ 1',
          };
        }
      }
    } finally {
      duck.close();
      await connection.end();
      await api.stop();
    }
  }
};
