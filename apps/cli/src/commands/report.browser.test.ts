import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serviceDatabases, testServers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/files.ts';
import { type RealApi, startApi } from '../testing/real-api.ts';
import { runCli } from '../testing/run-cli.ts';

const MARKUP = '<img src=x onerror="document.title=1">';
const RANGE = ['--from', '2026-03-02', '--to', '2026-04-26', '--time-zone', 'Asia/Kathmandu'];
const DIALECT = ['--separator', 'semicolon', '--decimal', 'comma'];
const QUERY = 'from=2026-03-02&to=2026-04-26&timeZone=Asia/Kathmandu';

describe.each(serviceDatabases())('kanban report on $name', (server) => {
  const database = boardTest(server);
  let api: RealApi;
  let context: BrowserContext;
  let profile: string;
  const folder = temporaryFolder();

  beforeAll(async () => {
    const simulate = ['simulate', '--months', '3', '--seed', '7', '--until', '2026-05-01'];
    expect(await runCli(simulate, { DATABASE_URL: database.url })).toMatchObject({ code: 0 });
    await database.pool.query('UPDATE work_items SET short_desc = ? ORDER BY id LIMIT 40', [MARKUP]);
    await database.pool.query("INSERT INTO value_streams (name) VALUES ('quiet')");
    api = await startApi(database.url);
    profile = await mkdtemp(join(tmpdir(), 'kanban-report-'));
    context = await chromium.launchPersistentContext(profile, {
      executablePath: testServers().chromium,
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      acceptDownloads: true,
    });
  });
  afterAll(async () => {
    await context?.close();
    await api?.stop();
    if (profile) await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    folder.remove();
  });

  const kanban = (...args: string[]) => runCli(['report', ...args], { API_URL: api.url });
  const ask = async (path: string) => {
    const response = await fetch(`${api.url}/v1/${path}`);
    expect(response.status).toBe(200);
    return response;
  };
  const jsonOf = async <Answer>(path: string) => (await (await ask(path)).json()) as Answer;

  /** Opens a report from the disk; `complaints` is what no report should say or load. */
  async function open(file: string, width: number): Promise<{ page: Page; complaints: string[] }> {
    const page = await context.newPage();
    await page.setViewportSize({ width, height: 900 });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) complaints.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return { page, complaints };
  }

  test('writes the file and says so', async () => {
    const file = join(folder.path, 'report.html');
    const { code, stdout, stderr } = await kanban(...RANGE, ...DIALECT, '--out', file);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain(`${file}: `);
  });

  test('its figures are those of the API', async () => {
    const { page } = await open(join(folder.path, 'report.html'), 1280);
    const { total } = await jsonOf<{ total: number }>(`throughput?stream=main&${QUERY}`);
    const earlier = QUERY.replace('2026-03-02', '2026-01-05').replace('2026-04-26', '2026-03-01');
    const before = await jsonOf<{ total: number }>(`throughput?stream=main&${earlier}`);
    const weeks = 8;
    const average = (of: number) => String(Math.round((of / weeks) * 10) / 10);
    const { percentiles } = await jsonOf<{ percentiles: { percentile: number; leadTimeMs: number }[] }>(
      `lead-time?stream=main&${QUERY}&measure=cycle`,
    );
    const { workInProgress } = await jsonOf<{ workInProgress: number }>('queues?stream=main');
    const figure = (label: string) => page.locator('.figure', { hasText: label });
    expect(total).toBeGreaterThan(10);
    expect(await figure('Throughput').locator('.value').textContent()).toBe(`${average(total)} a week`);
    expect(await figure('Throughput').locator('.note').textContent()).toBe(`${total} items finished`);
    expect(await figure('Throughput').locator('.change').textContent()).toContain(
      `than before (${average(before.total)}): ${total > before.total ? 'better' : 'worse'}`,
    );
    const days = (wanted: number) => {
      const found = percentiles.find(({ percentile }) => percentile === wanted);
      return `${Math.round(((found?.leadTimeMs ?? Number.NaN) / 86_400_000) * 10) / 10} days`;
    };
    expect(await figure('Median cycle time').locator('.value').textContent()).toBe(days(50));
    expect(await figure('85 of 100 took at most').locator('.value').textContent()).toBe(days(85));
    expect(await figure('Work in progress now').locator('.value').textContent()).toBe(String(workInProgress));

    const week = new Date(Date.now() - 7 * 86_400_000);
    const then = week.toLocaleDateString('sv', { timeZone: 'Asia/Kathmandu' });
    const { comparison } = await jsonOf<{ comparison: { summary: { age: { meanMs: number } } } }>(
      `ageing?stream=main&timeZone=Asia/Kathmandu&compareWith=${then}..${then}`,
    );
    const age = Math.round((comparison.summary.age.meanMs / 86_400_000) * 10) / 10;
    expect(await page.locator('section[aria-labelledby=ageing] .answer').textContent()).toMatch(
      new RegExp(` old; ▲ .* more than on ${+then.slice(8)} .* \\(${age} days\\)`),
    );
    await page.close();
  });

  test.each([1280, 390])('draws eight charts in a window of %i pixels without a complaint', async (width) => {
    const { page, complaints } = await open(join(folder.path, 'report.html'), width);
    const charts = page.locator('figure svg:visible');
    expect(await charts.count()).toBe(8);
    for (const box of await Promise.all((await charts.all()).map((chart) => chart.boundingBox()))) {
      expect(box?.width).toBeGreaterThan(width * 0.7);
      expect(box?.height).toBeGreaterThan(200);
    }
    // Words in a chart are as large as they were drawn for, give or take a third.
    const scale = await charts.first().evaluate((svg) => {
      const drawn = Number(svg.getAttribute('viewBox')?.split(' ')[2]);
      return svg.getBoundingClientRect().width / drawn;
    });
    expect(scale).toBeGreaterThan(0.85);
    expect(scale).toBeLessThan(1.35);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(await page.title()).not.toBe('1');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('its CSVs are the API’s, byte for byte, also after a click', async () => {
    const { page } = await open(join(folder.path, 'report.html'), 1280);
    for (const [link, path] of [
      ['Lead times (CSV)', `lead-time?stream=main&${QUERY}&measure=cycle`],
      ['Throughput (CSV)', `throughput?stream=main&${QUERY}&interval=week`],
      ['Cumulative flow (CSV)', `cumulative-flow?stream=main&${QUERY}&interval=day`],
    ] as const) {
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: link }).click();
      const file = await download;
      const response = await ask(`${path}&format=csv&bom=true&separator=semicolon&decimal=comma`);
      expect(response.headers.get('content-disposition')).toContain(file.suggestedFilename());
      expect(await readFile(await file.path())).toEqual(Buffer.from(await response.arrayBuffer()));
    }
    await page.close();
  });

  test('on paper it is light, also from a dark screen, and has nothing to click', async () => {
    const { page } = await open(join(folder.path, 'report.html'), 1280);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const ink = await page.evaluate("getComputedStyle(document.querySelector('h1')).color");
    expect(ink).toBe('rgb(23, 33, 46)');
    expect(await page.locator('.downloads:visible').count()).toBe(0);
    expect(await page.locator('figure svg:visible').count()).toBe(8);
    // A list longer than a sheet must not leave the sheet before it empty.
    const breaks =
      "[...document.querySelectorAll('.card')].map((card) => getComputedStyle(card).breakInside)";
    const lists = await page.locator('.card.list').count();
    const kept = (await page.evaluate<string[]>(breaks)).filter((inside) => inside === 'auto');
    expect(lists).toBeGreaterThan(1);
    expect(kept).toHaveLength(lists);
    await page.close();
  });

  test('a stream in which nothing happened has a report that says so', async () => {
    const file = join(folder.path, 'quiet.html');
    expect(await kanban('--stream', 'quiet', '--out', file)).toMatchObject({ code: 0 });
    const { page, complaints } = await open(file, 390);
    expect(await page.locator('main').textContent()).toContain('there is nothing to report');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a stream that is not there is refused with the names of those that are', async () => {
    const { code, stderr } = await kanban('--stream', 'gone', '--out', join(folder.path, 'gone.html'));
    expect([code, stderr]).toEqual([1, 'There is no value stream "gone". There are: main, quiet.\n']);
  });

  test('an invalid date is refused in the words of the API', async () => {
    const { code, stderr } = await kanban('--from', '2026-02-30');
    expect(code).toBe(1);
    expect(stderr).toContain('2026-02-30');
  });

  test('without the API it says what to start', async () => {
    const { code, stderr } = await runCli(['report'], { API_URL: 'http://127.0.0.1:1' });
    expect(code).toBe(3);
    expect(stderr).toMatch(/cannot be reached.*npm start/);
  });
});
