import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { applyRoles, createLogins } from '@kanban/schema';
import { createTestDatabase, serviceDatabases, type TestDatabase } from '@kanban/schema/testing';
import { startBrowser } from '../../apps/dashboard/src/testing/browser.ts';
import { serveOneOrigin } from '../../apps/dashboard/src/testing/one-origin.ts';
import { startApi, startBoardApi } from '../../apps/dashboard/src/testing/processes.ts';
import { buildDashboard, DASHBOARD_DIST } from '../../scripts/build-dashboard.mjs';
import { type Benchmark, median, percentile } from '../measurement.ts';
import { firstPaintMs, framesWhile, type Page, staticCopyOf, typed, watchPage } from '../wall/in-page.ts';

const QUEUES = ['ideas', 'ready', 'analysis', 'development', 'test', 'approval'];
const LOADS = 5;
const MOVES = 5;

/**
 * A wall of 2,000 cards in Chromium: its first paint, a letter in the filter, a drag and a move of somebody else, each beside a
 * page of the same cards without a program. The aims are those of a person at two cores.
 */
export const wall: Benchmark = async function* ({ quick, log }) {
  const [server] = serviceDatabases();
  if (!server) return;
  const cards = quick ? 200 : 2_000;
  const ends: (() => unknown)[] = [];
  try {
    const database = await createTestDatabase(server);
    ends.unshift(() => database.drop());
    log(`${cards} cards …`);
    await fill(database, cards);
    await applyRoles(database.url);
    const suffix = `_${database.name.slice(-6)}`;
    const { board: login = '' } = await createLogins(database.url, { board: 'p@ss/word' }, { suffix });
    await buildDashboard({ log });
    const metrics = await startApi({ DATABASE_URL: database.url, DASHBOARD_DIR: DASHBOARD_DIST });
    ends.unshift(() => metrics.stop());
    const board = await startBoardApi({ DATABASE_URL: login });
    ends.unshift(() => board.stop());
    const origin = await serveOneOrigin(metrics.port, board.port);
    ends.unshift(() => origin.close());
    const browser = await startBrowser();
    ends.unshift(() => browser.close());
    await browser.context.addInitScript(watchPage);
    await browser.context.request.post(`${origin.url}v1/session`, {
      headers: { origin: new URL(origin.url).origin },
      data: { name: 'ada' },
    });

    const ours = await loaded(browser, `${origin.url}?page=wall`);
    await ours.page.locator('.live-status[data-live=true]').waitFor();
    const bare = await servePage(await staticCopyOf(ours.page));
    ends.unshift(() => bare.close());
    const base = await loaded(browser, bare.url);
    const common = { server: server.name, baselineName: 'the same cards as a static page' };
    yield {
      ...common,
      name: `first paint of ${cards} cards`,
      ...inMs(median(ours.firstMs), median(base.firstMs)),
      aim: 'ours < 1,500 ms',
    };

    await base.page.bringToFront();
    const baseLetters = await typed(base.page, 'card 17');
    const baseFrames = await framesWhile(base.page, false);
    await ours.page.bringToFront();
    const letters = await typed(ours.page, 'card 17');
    yield {
      ...common,
      name: 'a letter in the filter, the slowest',
      ...inMs(Math.max(...letters), Math.max(...baseLetters)),
      aim: 'ours < 100 ms',
    };
    const frames = await framesWhile(ours.page, true);
    yield {
      ...common,
      name: 'between two frames of a drag, of 100 the 95th',
      ...inMs(percentile(frames, 0.95), percentile(baseFrames, 0.95)),
      aim: 'ours < 20 ms',
    };

    const seen: number[] = [];
    const asked: number[] = [];
    for (let move = 0; move < MOVES; move += 1) {
      seen.push(await seenAfterMs(ours.page, database, `I-${move + 1}`));
      asked.push(await answeredAfterMs(ours.page));
    }
    yield {
      ...common,
      name: 'until a move by SQL is seen',
      ...inMs(median(seen), median(asked)),
      baselineName: 'the answer of the board API alone',
      aim: 'ours < 2,000 ms',
    };
  } finally {
    for (const end of ends) await end();
  }
};

function inMs(ours: number, baseline: number) {
  return { unit: 'ms', ours, baseline, ratio: baseline / ours };
}

async function fill({ pool }: TestDatabase, cards: number): Promise<void> {
  await pool.query('INSERT INTO wip_limits (queue_name, wip_limit) VALUES ?', [
    QUEUES.map((name) => [name, -1]),
  ]);
  await pool.query("INSERT INTO members (name, may_speak_for_others) VALUES ('root', TRUE)");
  const numbers = Array.from({ length: cards }, (_, n) => n + 1);
  await pool.query('INSERT INTO work_items (reference, short_desc, assignee, class_of_service) VALUES ?', [
    numbers.map((n) => [
      `I-${n}`,
      `Card ${n}: the invoice of the customer shows the wrong total`,
      ['ada', 'grace', 'edsger', null][n % 4],
      n % 20 === 0 ? 'expedite' : 'standard',
    ]),
  ]);
  await pool.query('INSERT INTO queues (reference, queue_name) VALUES ?', [
    numbers.map((n) => [`I-${n}`, QUEUES[n % QUEUES.length]]),
  ]);
}

/** Loads a page a few times; the last one stays. */
async function loaded(browser: Awaited<ReturnType<typeof startBrowser>>, url: string) {
  const firstMs: number[] = [];
  for (let load = 1; ; load += 1) {
    const { page } = await browser.open(url);
    firstMs.push(await firstPaintMs(page));
    if (load === LOADS) return { page, firstMs };
    await page.close();
  }
}

async function servePage(html: string) {
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html' }).end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => server.close(),
  };
}

/** A card goes to the last queue by SQL: how long until the page shows it there. */
async function seenAfterMs(page: Page, { pool }: TestDatabase, reference: string): Promise<number> {
  const start = performance.now();
  await pool.query('UPDATE queues SET queue_name = ? WHERE reference = ?', [QUEUES.at(-1), reference]);
  await page
    .locator(`.cell[data-column="${QUEUES.at(-1)}"] [data-card="${reference}"]`)
    .waitFor({ state: 'attached' });
  return performance.now() - start;
}

async function answeredAfterMs(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const start = performance.now();
    await (await fetch('/v1/wall')).text();
    return performance.now() - start;
  });
}
