import { readerDatabases } from '@kanban/schema/testing';
import { companyOf } from '../company/companies.ts';
import { startApi } from '../company/running-api.ts';
import { windowOf } from '../company/window.ts';
import { type Benchmark, percentile, timeMs } from '../measurement.ts';

/** While a whole history is downloaded as CSV: how long /health/live takes, and the most memory, beside those before. */
export const companyWholeList: Benchmark = async function* ({ quick, log }) {
  for (const server of readerDatabases()) {
    const company = await companyOf(server, quick ? 0 : 1, log);
    const { stream, from, to } = await windowOf(company, company.days);
    const api = await startApi(company.database.url);
    try {
      const list = `${api.address}/v1/lead-time/items?${new URLSearchParams({ stream, from, to, format: 'csv' })}`;
      const live = () => timeMs(() => api.ask('/health/live'));
      const idle: number[] = [];
      for (let time = 0; time < 200; time++) idle.push(await live());
      const { memoryMb: before } = await api.usage();

      let bytes = 0;
      let isRead = false;
      const reading = (async () => {
        for await (const piece of (await fetch(list)).body as ReadableStream<Uint8Array>)
          bytes += piece.length;
        isRead = true;
      })();
      const meanwhile: number[] = [];
      let most = 0;
      while (!isRead) {
        meanwhile.push(await live());
        if (meanwhile.length % 20 === 0) most = Math.max(most, (await api.usage()).memoryMb);
      }
      await reading;
      const of = `/health/live while ${Math.round(bytes / 2 ** 20)} MB of CSV are sent`;
      for (const [name, share] of [
        ['p50', 0.5],
        ['p99', 0.99],
        ['the slowest', 1],
      ] as const) {
        const [ours, baseline] = [percentile(meanwhile, share), percentile(idle, share)];
        const figure = { server: server.name, unit: 'ms', ours, baselineName: 'idle', baseline };
        yield { ...figure, name: `${of}, ${name}`, ratio: ours / baseline, aim: 'within 50 ms' };
      }
      yield {
        ...{ name: 'memory meanwhile', server: server.name, unit: 'MB', ours: most },
        ...{ baselineName: 'before', baseline: before, ratio: most / before, aim: 'reported' },
      };
    } finally {
      await api.stop();
    }
  }
};
