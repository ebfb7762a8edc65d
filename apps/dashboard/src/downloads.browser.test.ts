import { readFile } from 'node:fs/promises';
import type {
  AnswerTo,
  CumulativeFlowAnswer,
  LeadTimeAnswer,
  QueuesAnswer,
  SlaAnswer,
  ThroughputAnswer,
} from '@kanban/api';
import type { TestDatabase } from '@kanban/schema/testing';
import { parse } from 'csv-parse/sync';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DASHBOARD_DIST } from '../../../scripts/build-dashboard.mjs';
import { settled, startBrowser, type TestBrowser } from './testing/browser.ts';
import { type RunningApi, startApi } from './testing/processes.ts';
import { createSampleBoard } from './testing/sample-board.ts';
import { serveFolder } from './testing/static-server.ts';

const TOKEN = 'a-token-for-the-board';
const DAYS = 'from=2026-08-01&to=2026-10-31';
const RANGE = `${DAYS}&measure=lead`;
const PAGE_OF: Record<string, string> = {
  'cumulative-flow': 'flow',
  throughput: 'flow',
  queues: 'today',
  sla: 'promises',
  misses: 'promises',
  outlook: 'promises',
};
const pageOf = (card: string) => PAGE_OF[card] ?? 'time';

let database: TestDatabase;
let site: Awaited<ReturnType<typeof serveFolder>>;
let apis: { open: RunningApi; guarded: RunningApi };
let browser: TestBrowser;

beforeAll(async () => {
  [database, browser] = await Promise.all([createSampleBoard(), startBrowser()]);
  site = await serveFolder(DASHBOARD_DIST);
  const environment = { DATABASE_URL: database.url, DASHBOARD_DIR: DASHBOARD_DIST };
  const [openApi, guarded] = await Promise.all([
    startApi(environment),
    startApi({ ...environment, API_TOKENS: TOKEN, CORS_ORIGINS: new URL(site.url).origin }),
  ]);
  apis = { open: openApi, guarded };
  site.replace('config.json', JSON.stringify({ apiUrl: guarded.url }));
});

afterAll(async () => {
  await browser?.close();
  await Promise.all([apis?.open.stop(), apis?.guarded.stop(), site?.close()]);
  await database?.drop();
});

async function downloaded(page: Page, link: Locator): Promise<{ name: string; content: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

async function ask<Answer>(path: string): Promise<Answer> {
  return (await (await fetch(`${apis.open.url}v1/${path}`)).json()) as Answer;
}

describe('CSV has the rows that are drawn, and a name that says what it is', () => {
  const bars = `${DAYS}&interval=week`;
  test.each([
    [
      'cumulative-flow',
      async () => (await ask<CumulativeFlowAnswer>(`cumulative-flow?${DAYS}`)).points.length,
    ],
    ['queues', async () => (await ask<QueuesAnswer>('queues')).queues.length],
    ['lead-time', async () => (await ask<LeadTimeAnswer>(`lead-time?${RANGE}`)).sampleSize],
    ['lead-time-distribution', async () => (await ask<LeadTimeAnswer>(`lead-time?${RANGE}`)).sampleSize],
    ['throughput', async () => (await ask<ThroughputAnswer>(`throughput?${bars}`)).intervals.length],
    ['sla', async () => (await ask<SlaAnswer>(`sla?${bars}`)).intervals.length],
    ['misses', async () => (await ask<SlaAnswer>(`sla?${bars}`)).total.misses],
    [
      'outlook',
      async () => {
        const { open } = await ask<SlaAnswer>(`sla?${bars}`);
        return open.late + open.likelyLate + open.atRisk;
      },
    ],
  ] as [string, () => Promise<number>][])('%s', async (card, rowsExpected) => {
    const { page } = await browser.open(`${apis.open.url}?page=${pageOf(card)}&${RANGE}`);
    await settled(page);
    const { name, content } = await downloaded(
      page,
      page.locator(`.${card}`).getByText('CSV', { exact: true }),
    );
    expect(name).toMatch(/main.*\.csv$/);
    const rows = parse(content, { columns: true, bom: true }) as Record<string, string>[];
    expect(rows).toHaveLength(await rowsExpected());
    await page.close();
  });

  test('lead times row by row', async () => {
    const { page } = await browser.open(`${apis.open.url}?page=time&${RANGE}`);
    await settled(page);
    const { content } = await downloaded(page, page.locator('.lead-time').getByText('CSV', { exact: true }));
    expect([...content.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows = parse(content, { columns: true, bom: true }) as Record<string, string>[];
    const { items } = await ask<AnswerTo<'/v1/lead-time/items'>>(`lead-time/items?${RANGE}&limit=10000`);
    expect(rows.map(({ reference }) => reference)).toEqual(items.map(({ reference }) => reference));
    await page.close();
  });

  test('in a language with a decimal comma with semicolons, and the link says so', async () => {
    const page = await browser.context.newPage();
    await page.addInitScript("Object.defineProperty(navigator, 'language', { get: () => 'de-DE' })");
    await page.goto(`${apis.open.url}?page=time&${RANGE}`);
    await settled(page);
    const link = page.locator('.lead-time').getByText('CSV', { exact: true });
    expect(await link.getAttribute('title')).toMatch(/semicolons.*decimal comma/);
    const { content } = await downloaded(page, link);
    const rows = parse(content, { columns: true, bom: true, delimiter: ';' }) as Record<string, string>[];
    const { items } = await ask<AnswerTo<'/v1/lead-time/items'>>(`lead-time/items?${RANGE}&limit=10000`);
    expect(rows.map(({ leadTimeMs = '' }) => Number(leadTimeMs.replace(',', '.')))).toEqual(
      items.map(({ leadTimeMs }) => leadTimeMs),
    );
    await page.close();
  });
});

describe('pictures say what they show', () => {
  test.each(['cumulative-flow', 'queues', 'lead-time', 'lead-time-distribution', 'throughput', 'sla'])(
    '%s',
    async (card) => {
      const { page, complaints } = await browser.open(`${apis.open.url}?page=${pageOf(card)}&${RANGE}`);
      await settled(page);
      const question = (await page.locator(`.${card} h2`).textContent()) ?? '';

      const svg = await downloaded(page, page.locator(`.${card}`).getByText('SVG', { exact: true }));
      const when = card === 'queues' ? /-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}/ : /-2026-08-01-to-2026-10-31/;
      expect(svg.name).toMatch(new RegExp(`^main-${card}${when.source}\\.svg$`));
      const text = svg.content.toString();
      expect(text).toContain(question);
      expect(text).toMatch(card === 'queues' ? /main, [^<]+, UTC/ : /main, 2026-08-01 to 2026-10-31, UTC/);
      expect(text).not.toContain('light-dark');

      const png = await downloaded(page, page.locator(`.${card}`).getByText('PNG', { exact: true }));
      expect(png.name).toMatch(/\.png$/);
      expect(png.content.subarray(1, 4).toString()).toBe('PNG');
      expect(png.content.readUInt32BE(16)).toBeGreaterThan(2000);
      expect(png.content.length).toBeGreaterThan(20_000);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );
});

describe('served by any web server, with an API elsewhere that asks for a token', () => {
  test('asks for the token, keeps it for the tab, and uses it for charts and CSV', async () => {
    const { page } = await browser.open(`${site.url}?page=time&${RANGE}`);
    await page.getByLabel('Access token', { exact: true }).fill('not-the-token-at-all');
    await page.keyboard.press('Enter');
    await page.getByText('did not accept the token').waitFor();
    await page.getByLabel('Access token', { exact: true }).fill(TOKEN);
    await page.keyboard.press('Enter');
    await page.locator('.lead-time svg').waitFor();
    await settled(page);

    const { items } = await ask<AnswerTo<'/v1/lead-time/items'>>(`lead-time/items?${RANGE}&limit=10000`);
    const { name, content } = await downloaded(
      page,
      page.locator('.lead-time').getByText('CSV', { exact: true }),
    );
    expect(name).toMatch(/^lead-time_main.*\.csv$/);
    expect(parse(content, { columns: true })).toHaveLength(items.length);
    expect(page.url()).not.toContain(TOKEN);

    await page.reload();
    await page.locator('.lead-time svg').waitFor();
    expect(await page.evaluate(() => [...Object.values(localStorage)].join())).not.toContain(TOKEN);
    await page.close();
  });
});
