import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser, type TestBrowser } from './testing/browser.ts';
import { type RunningApi, startApi } from './testing/processes.ts';

describe('the reference of the API', () => {
  let api: RunningApi;
  let browser: TestBrowser;
  beforeAll(async () => {
    // It needs no database.
    [api, browser] = await Promise.all([
      startApi({ DATABASE_URL: 'mysql://nobody@127.0.0.1:1/kanban', LOG_LEVEL: 'info' }),
      startBrowser(),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.stop();
  });

  test('shows every path without a fault that axe finds and with nothing from elsewhere', async () => {
    const elsewhere: string[] = [];
    browser.context.on('request', (request) => {
      if (!request.url().startsWith(api.url) && !/^(?:data|blob):/.test(request.url()))
        elsewhere.push(request.url());
    });
    const { page, complaints } = await browser.open(`${api.url}docs`);
    await page.getByText('/v1/cumulative-flow').first().waitFor({ state: 'attached' });
    await page.evaluate(axe.source);
    // Redoc's small headings skip a level, which is advice and no rule of WCAG.
    const faults = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      const { violations } = await axe.run({ rules: { 'heading-order': { enabled: false } } });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
    });
    expect([faults, elsewhere, complaints]).toEqual([[], [], []]);
    await page.close();
  });
});
