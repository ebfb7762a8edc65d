import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testServers } from '@kanban/schema/testing';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** For `expect.poll`: longer than anything takes on a machine that does much else. */
export const SOON = { timeout: 30_000 };

export interface TestBrowser {
  readonly context: BrowserContext;
  /** A new page, and what it said that no page should say. */
  open(url: string, size?: { width: number; height: number }): Promise<{ page: Page; complaints: string[] }>;
  close(): Promise<void>;
}

/** The system's Chromium with a profile of its own. */
export async function startBrowser(): Promise<TestBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'kanban-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: testServers().chromium,
    args: ARGUMENTS,
    acceptDownloads: true,
    timezoneId: 'America/St_Johns',
    locale: 'en-US',
  });
  context.setDefaultTimeout(SOON.timeout);
  return {
    context,
    async open(url, size = { width: 1440, height: 900 }) {
      const page = await context.newPage();
      await page.setViewportSize(size);
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(url);
      return { page, complaints };
    },
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Until the page of the address is there, and each of its cards shows an answer to the present choice or says why it has none. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const wanted = new URL(location.href).searchParams.get('page') ?? 'today';
    const main = document.querySelector<HTMLElement>('main');
    const cards = [...document.querySelectorAll<HTMLElement>('main .card[data-state]')];
    return (
      main?.dataset.page === wanted &&
      cards.every(
        ({ dataset, classList }) =>
          dataset.state !== 'loading' &&
          !classList.contains('is-outdated') &&
          (!classList.contains('chart-card') || dataset.drawn !== undefined),
      )
    );
  });
}
