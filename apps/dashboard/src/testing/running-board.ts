import type { TestDatabase } from '@kanban/schema/testing';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { DASHBOARD_DIST } from '../../../../scripts/build-dashboard.mjs';
import { settled, startBrowser, type TestBrowser } from './browser.ts';
import { type RunningApi, startApi } from './processes.ts';
import { createSampleBoard } from './sample-board.ts';

export interface RunningBoard {
  readonly database: TestDatabase;
  readonly api: RunningApi;
  readonly browser: TestBrowser;
  /** Opens an address of the dashboard and waits until all of it is drawn. What the page complains of fails the test. */
  open(query?: string, size?: { width: number; height: number }): Promise<Page>;
  /** Another API with the same pages, on the same database unless it is given another. */
  startAnother(environment: Record<string, string>): Promise<RunningApi>;
  /** What the API answers at `/v1/…`. */
  ask<Answer>(path: string): Promise<Answer>;
}

/** The sample board, the API that serves the built dashboard, and a browser, for the tests of one file. */
export function runningBoard(): () => RunningBoard {
  let running: RunningBoard | undefined;
  let opened: { page: Page; complaints: string[] }[] = [];

  beforeAll(async () => {
    const [database, browser] = await Promise.all([createSampleBoard(), startBrowser()]);
    const startAnother = (environment: Record<string, string>) =>
      startApi({ DATABASE_URL: database.url, DASHBOARD_DIR: DASHBOARD_DIST, ...environment });
    const api = await startAnother({});
    running = {
      database,
      api,
      browser,
      startAnother,
      async open(query = '', size) {
        const visit = await browser.open(api.url + query, size);
        opened.push(visit);
        await settled(visit.page);
        return visit.page;
      },
      async ask<Answer>(path: string) {
        const response = await fetch(`${api.url}v1/${path}`);
        expect(response.status).toBe(200);
        return (await response.json()) as Answer;
      },
    };
  });

  afterEach(async () => {
    const pages = opened;
    opened = [];
    await Promise.all(pages.map(({ page }) => page.close()));
    expect(pages.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  afterAll(async () => {
    await running?.browser.close();
    await running?.api.stop();
    await running?.database.drop();
  });

  return () => {
    if (!running) throw new Error('The board runs only within a test.');
    return running;
  };
}

/** How many marks a layer of a chart has drawn. */
export function marks(page: Page, card: string, layer: string): Promise<number> {
  return page.locator(`.${card} .${layer}_marks`).locator('path, text').count();
}
