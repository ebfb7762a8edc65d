import { createTestDatabase, serviceDatabases } from '@kanban/schema/testing';
import { startBrowser } from '../../apps/dashboard/src/testing/browser.ts';
import { writeManyItems } from '../../apps/dashboard/src/testing/many-items.ts';
import { startApi } from '../../apps/dashboard/src/testing/processes.ts';
import { buildDashboard, DASHBOARD_DIST } from '../../scripts/build-dashboard.mjs';
import { type Benchmark, median } from '../measurement.ts';

const TIMES = 5;

/**
 * From the choice of a range with 130,000 finished items in it until the page Time has drawn them, in Chromium, beside the answer
 * that it draws. No answer is kept.
 */
export const manyItems: Benchmark = async function* ({ log }) {
  for (const server of serviceDatabases()) {
    const ends: (() => unknown)[] = [];
    try {
      log(`130,000 items on ${server.name} …`);
      const database = await createTestDatabase(server);
      ends.unshift(() => database.drop());
      await writeManyItems(database.pool);
      await buildDashboard({ log });
      const api = await startApi({
        DATABASE_URL: database.url,
        DASHBOARD_DIR: DASHBOARD_DIST,
        ANSWER_CACHE: '0',
      });
      ends.unshift(() => api.stop());
      const browser = await startBrowser();
      ends.unshift(() => browser.close());
      const { page } = await browser.open(`${api.url}?page=time&stream=many&days=28`);
      const drawn: number[] = [];
      const answered: number[] = [];
      for (let time = 0; time < TIMES; time += 1) {
        await page.evaluate(UNTIL_DRAWN('28'));
        answered.push(Number(await page.evaluate(ANSWERED)));
        drawn.push(Number(await page.evaluate(UNTIL_DRAWN('90'))));
      }
      yield {
        name: '130,000 items drawn in cells',
        server: server.name,
        unit: 'ms',
        ours: median(drawn),
        baselineName: 'the answer alone',
        baseline: median(answered),
        ratio: median(answered) / median(drawn),
        aim: 'ours < 1,000 ms',
      };
    } finally {
      for (const end of ends) await end();
    }
  }
};

/** Chooses a range, and resolves to the ms until its lead times are painted. As a text: benchmarks know no document. */
const UNTIL_DRAWN = (days: string) => `(async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const card = () => document.querySelector('.lead-time');
  const isDrawn = () => card()?.dataset.state === 'shown' && card().dataset.drawn === 'chart' && !card().matches('.is-outdated');
  while (!isDrawn()) await frame();
  const start = performance.now();
  const range = document.querySelector('#range');
  if (range.value !== '${days}') {
    range.value = '${days}';
    range.dispatchEvent(new Event('change', { bubbles: true }));
    while (isDrawn()) await frame();
  }
  while (!isDrawn()) await frame();
  return performance.now() - start;
})()`;

const ANSWERED = `(async () => {
  const [last] = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/v1/lead-time?')).slice(-1);
  const url = new URL(last.name);
  const to = url.searchParams.get('to');
  url.searchParams.set('from', new Date(Date.parse(to) - 89 * 86400000).toISOString().slice(0, 10));
  const start = performance.now();
  await (await fetch(url, { cache: 'no-store' })).json();
  return performance.now() - start;
})()`;
