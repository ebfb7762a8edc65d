import { readerDatabases } from '@kanban/schema/testing';
import { checkOut } from '../checkout.ts';
import { companyOf } from '../company/companies.ts';
import { type Load, load } from '../company/load.ts';
import { pageOf } from '../company/page.ts';
import { type RunningApi, startApi } from '../company/running-api.ts';
import { windowOf } from '../company/window.ts';
import type { Benchmark, Measurement } from '../measurement.ts';

/**
 * The questions of one page, asked by one, 10, 50 and 200 at once, with the cache of answers and without; beside the same by another
 * commit with --against. Memory is of the process after the load of 200, beside that after a third of it.
 */
export const companyLoad: Benchmark = async function* ({ quick, against, log }) {
  const theirs = against === undefined ? undefined : await checkOut(against);
  try {
    for (const server of readerDatabases()) {
      const company = await companyOf(server, quick ? 0 : 1, log);
      const paths = pageOf(await windowOf(company, 90));
      const seconds = quick ? 5 : 30;
      const ways = [
        ['no cache', { cached: false }],
        ['cache on', { cached: true }],
        ...(theirs ? [[theirs.name, { cached: true, program: theirs.program }] as const] : []),
      ] as const;
      const rates = new Map<string, number>();
      for (const [way, options] of ways) {
        const api = await startApi(company.database.url, options);
        try {
          for await (const each of loads(api, paths, seconds)) {
            yield { ...each, name: `${each.name}, ${way}`, server: server.name };
            if (each.unit === '/s') rates.set(way, each.ours);
          }
        } finally {
          await api.stop();
        }
      }
      const [ours, other] = [rates.get('cache on') ?? 0, rates.get(theirs?.name ?? 'no cache') ?? 0];
      yield {
        name: 'page by 200, cache on',
        server: server.name,
        unit: '/s',
        ours,
        baselineName: theirs?.name ?? 'no cache',
        baseline: other,
        ratio: ours / other,
        aim: '≥ 5',
      };
    }
  } finally {
    await theirs?.remove();
  }
};

type Figure = Omit<Measurement, 'server'>;

async function* loads(api: RunningApi, paths: readonly string[], seconds: number): AsyncIterable<Figure> {
  const alone = await load(api.address, paths, { connections: 1, seconds: seconds / 3 });
  for (const connections of [10, 50, 200]) {
    const third = await load(api.address, paths, { connections, seconds: seconds / 3 });
    const { memoryMb: before } = await api.usage();
    const all = await load(api.address, paths, { connections, seconds });
    const { memoryMb } = await api.usage();
    const by = `page by ${connections}`;
    const baselineName = 'by one';
    const of = (name: string, unit: string, key: keyof Load, aim: string): Figure => ({
      ...{ name: `${by}, ${name}`, unit, ours: all[key], baselineName, baseline: alone[key], aim },
      ratio: all[key] / alone[key],
    });
    yield of('p50', 'ms', 'p50', 'reported');
    yield of('p99', 'ms', 'p99', 'reported');
    yield of('answers', '/s', 'perSecond', 'reported');
    yield {
      ...{ name: `${by}, errors`, unit: 'answers', ours: all.errors + third.errors },
      ...{ baselineName, baseline: alone.errors, ratio: all.errors + third.errors, aim: '0' },
    };
    yield {
      ...{ name: `${by}, memory`, unit: 'MB', ours: memoryMb, baselineName: 'after a third of it' },
      ...{ baseline: before, ratio: memoryMb / before, aim: '0.9 to 1.1' },
    };
  }
}
