import { readerDatabases } from '@kanban/schema/testing';
import { companyOf } from '../company/companies.ts';
import { inTurn } from '../company/in-turn.ts';
import { addressOf } from '../company/needed-rows.ts';
import { plainConnection } from '../company/plain-connection.ts';
import { startApi } from '../company/running-api.ts';
import { leadTimesInSql, promisesInSql } from '../company/summaries-in-sql.ts';
import { windowOf } from '../company/window.ts';
import type { Benchmark } from '../measurement.ts';

const summaries = { '/v1/lead-time': leadTimesInSql, '/v1/sla': promisesInSql } as const;

/** Summaries of a big stream, of 90 days and of its whole history, beside the percentiles alone, computed in SQL. */
export const companySummaries: Benchmark = async function* ({ quick, log }) {
  for (const server of readerDatabases()) {
    const company = await companyOf(server, quick ? 0 : 1, log);
    const api = await startApi(company.database.url);
    const connection = await plainConnection(company.database.url);
    try {
      for (const days of [90, company.days]) {
        const window = await windowOf(company, days);
        for (const path of ['/v1/lead-time', '/v1/sla'] as const) {
          const sql = summaries[path](window);
          log(`${path}: ${sql.replace(/\s+/g, ' ')}`);
          const { ours, inSql } = await inTurn(quick ? 5 : 11, {
            ours: () => api.ask(addressOf(path, window)),
            inSql: () => connection.query(sql),
          });
          yield {
            name: `${path}, summary of ${days} days`,
            server: server.name,
            unit: 'ms',
            ours,
            baselineName: 'percentiles in SQL',
            baseline: inSql,
            ratio: ours / inSql,
            aim: '≤ 2',
          };
        }
      }
    } finally {
      await connection.end();
      await api.stop();
    }
  }
};
