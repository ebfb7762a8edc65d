import { readerDatabases } from '@kanban/schema/testing';
import { type BenchCompany, companyOf } from '../company/companies.ts';
import { inTurn } from '../company/in-turn.ts';
import { type AskedPath, addressOf, askedPaths, neededRows } from '../company/needed-rows.ts';
import { plainConnection } from '../company/plain-connection.ts';
import { startApi } from '../company/running-api.ts';
import { windowOf } from '../company/window.ts';
import type { Benchmark } from '../measurement.ts';

/**
 * Every question about 90 days of a big stream among a hundred, over HTTP and without a cache, beside SELECTs of the rows it
 * needs; and the same on a company whose log is ten times as long, with as many rows in the window.
 */
export const companyGrowth: Benchmark = async function* ({ quick, huge, log }) {
  const sizes = quick ? ([0] as const) : huge ? ([0, 1, 2] as const) : ([0, 1] as const);
  for (const server of readerDatabases()) {
    let before: { rows: number; times: Map<AskedPath, number> } | undefined;
    for (const size of sizes) {
      const company = await companyOf(server, size, log);
      const times = new Map<AskedPath, number>();
      for await (const { path, ours, bare } of answersOf(company, quick ? 7 : 15, before ? () => {} : log)) {
        times.set(path, ours);
        yield {
          name: `${path}, 90 days, ${company.rows} rows`,
          server: server.name,
          unit: 'ms',
          ours,
          baselineName: 'SELECTs of its rows',
          baseline: bare,
          ratio: ours / bare,
          aim: '≤ 2',
        };
      }
      for (const [path, ours] of before ? times : []) {
        const baseline = before?.times.get(path) ?? Number.NaN;
        yield {
          name: `${path}, the log ten times longer`,
          server: server.name,
          unit: 'ms',
          ours,
          baselineName: `${before?.rows} rows`,
          baseline,
          ratio: ours / baseline,
          aim: '≤ 1.3',
        };
      }
      before = { rows: company.rows, times };
    }
  }
};

async function* answersOf(company: BenchCompany, runs: number, log: (line: string) => void) {
  const window = await windowOf(company, 90);
  const api = await startApi(company.database.url);
  const connection = await plainConnection(company.database.url);
  try {
    for (const path of askedPaths) {
      const statements = neededRows(path, window);
      for (const sql of statements) log(`${path}: ${sql.replace(/\s+/g, ' ')}`);
      yield {
        path,
        ...(await inTurn(runs, {
          ours: () => api.ask(addressOf(path, window)),
          bare: async () => {
            for (const sql of statements) await connection.query(sql);
          },
        })),
      };
    }
  } finally {
    await connection.end();
    await api.stop();
  }
}
