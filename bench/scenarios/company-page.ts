import { readerDatabases } from '@kanban/schema/testing';
import { companyOf } from '../company/companies.ts';
import { pageOf } from '../company/page.ts';
import { type RunningApi, startApi } from '../company/running-api.ts';
import { windowOf } from '../company/window.ts';
import type { Benchmark } from '../measurement.ts';

/** What one page load costs the API's process of its processor, and what a refresh does where nothing changed since. */
export const companyPage: Benchmark = async function* ({ quick, log }) {
  const times = quick ? 5 : 20;
  for (const server of readerDatabases()) {
    const company = await companyOf(server, quick ? 0 : 1, log);
    const paths = pageOf(await windowOf(company, 90));
    for (const [way, cached] of [
      ['no cache', false],
      ['cache on', true],
    ] as const) {
      const api = await startApi(company.database.url, { cached });
      try {
        const tags = new Map<string, string>();
        const loadPage = async () => {
          for (const path of paths) tags.set(path, (await api.ask(path)) ?? '');
        };
        const refresh = async () => {
          for (const path of paths) await api.ask(path, { 'if-none-match': tags.get(path) ?? '' });
        };
        for (let warm = 0; warm < 3; warm++) await loadPage();
        await refresh();
        const loading = await cpuOf(api, times, loadPage);
        const refreshing = await cpuOf(api, times, refresh);
        yield {
          name: `refresh of a page of ${paths.length} questions, ${way}`,
          server: server.name,
          unit: 'CPU ms',
          ours: refreshing,
          baselineName: 'one page load',
          baseline: loading,
          ratio: refreshing / loading,
          aim: '≤ 0.1',
        };
      } finally {
        await api.stop();
      }
    }
  }
};

async function cpuOf(api: RunningApi, times: number, work: () => Promise<void>): Promise<number> {
  const { cpuMs: before } = await api.usage();
  for (let time = 0; time < times; time++) await work();
  const { cpuMs: after } = await api.usage();
  return (after - before) / times;
}
