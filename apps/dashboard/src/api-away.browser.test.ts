import type { TestDatabase } from '@kanban/schema/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DASHBOARD_DIST } from '../../../scripts/build-dashboard.mjs';
import { SOON, settled, startBrowser, type TestBrowser } from './testing/browser.ts';
import { type RunningApi, startApi } from './testing/processes.ts';
import { createSampleBoard } from './testing/sample-board.ts';
import { serveFolder } from './testing/static-server.ts';

let database: TestDatabase;
let site: Awaited<ReturnType<typeof serveFolder>>;
let api: RunningApi;
let browser: TestBrowser;

beforeAll(async () => {
  [database, browser] = await Promise.all([createSampleBoard(), startBrowser()]);
  site = await serveFolder(DASHBOARD_DIST);
  api = await startApi({ DATABASE_URL: database.url, CORS_ORIGINS: new URL(site.url).origin });
  site.replace('config.json', JSON.stringify({ apiUrl: api.url }));
});

afterAll(async () => {
  await browser?.close();
  await Promise.all([api?.stop(), site?.close()]);
  await database?.drop();
});

test('an API that stops is reported as away, and is used again when it is back', async () => {
  const { page } = await browser.open(`${site.url}?page=time`);
  await page.locator('.lead-time svg').waitFor();
  await settled(page);

  await api.stop();
  await page.getByLabel('Range').selectOption('365');
  const notice = page.locator('.notice.away');
  await notice.waitFor();
  expect(await notice.textContent()).toContain(
    `The metrics API at ${new URL(api.url).origin} cannot be reached.`,
  );
  expect(await notice.getByRole('button').textContent()).toBe('Try now');

  api = await startApi({
    DATABASE_URL: database.url,
    CORS_ORIGINS: new URL(site.url).origin,
    PORT: String(api.port),
  });
  await notice.waitFor({ state: 'detached', timeout: 30_000 });
  await settled(page);
  expect(await page.locator('.updated').textContent()).toContain('2026');
  expect(await page.locator('.chart-card[data-look="shown"] .stage svg').count()).toBeGreaterThan(2);
  await page.close();
});

test('a page that is opened while the API is away says so once and in every chart, and draws when it is back', async () => {
  await api.stop();
  const { page } = await browser.open(`${site.url}?page=time`);
  await page.locator('.notice.away').waitFor();
  const notes = await page.locator('.stage > .note').allTextContents();
  expect(notes.length).toBeGreaterThan(2);
  expect(new Set(notes)).toEqual(new Set(['No answer: see the message above.']));
  api = await startApi({
    DATABASE_URL: database.url,
    CORS_ORIGINS: new URL(site.url).origin,
    PORT: String(api.port),
  });
  await page.getByRole('button', { name: 'Try now' }).click();
  await settled(page);
  await expect.poll(() => page.locator('.stage svg').count(), SOON).toBeGreaterThan(2);
  await page.close();
});
