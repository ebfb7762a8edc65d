import type { AnswerTo, HowManyAnswer, ProcessBehaviourAnswer } from '@kanban/api';
import { expect, test } from 'vitest';
import { SOON, settled } from './testing/browser.ts';
import { marks, runningBoard } from './testing/running-board.ts';

const board = runningBoard();

test('a forecast is asked for in a sentence, and answered in one that says what is at least sure', async () => {
  const { open, ask } = board();
  const page = await open('?page=forecast');
  const answer = await ask<HowManyAnswer>('forecast/how-many');
  const sure = answer.percentiles.find(({ percentile }) => percentile === 85);
  expect(sure).toBeDefined();
  expect(await page.locator('.forecast-fan .answer').textContent()).toContain(
    `at least ${sure?.items} items`,
  );

  const before = await page.locator('.forecast-calendar .answer').textContent();
  await page.getByLabel('Number of items').fill('40');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/?page=forecast&count=40');
  await settled(page);
  await expect
    .poll(() => page.locator('.forecast-calendar .answer').textContent(), SOON)
    .toContain('40 more items are done by');
  expect(await page.locator('.forecast-calendar .answer').textContent()).not.toBe(before);
});

test('a forecast that cannot be asked for says so in words, and leaves the other answer', async () => {
  const { api, browser } = board();
  const { page } = await browser.open(`${api.url}?page=forecast&count=many`);
  const note = page.locator('.forecast-calendar .note');
  await expect.poll(() => note.textContent(), SOON).toMatch(/number of items/);
  await page.locator('.forecast-fan svg').waitFor();
  expect(await page.locator('.notice').count()).toBe(0);
  await page.close();
});

test('behaviour: a point for each complete interval, and five checks in words', async () => {
  const { open, ask } = board();
  const page = await open('?page=behaviour&from=2026-08-03&to=2026-10-25&interval=week');
  const { families } = await ask<ProcessBehaviourAnswer>(
    'process-behaviour?from=2026-08-03&to=2026-10-25&interval=week&family=wip',
  );
  expect(await marks(page, 'process-behaviour-wip', 'points')).toBe(families[0]?.points.length);
  expect(await page.locator('.checks-list li').count()).toBe(5);
  expect(await page.locator('.checks .answer').textContent()).toMatch(
    /^(Yes|With care|As far as can be said)/,
  );
});

test('streams: a row each with what stands out there, and a way to its first page', async () => {
  const { open, ask } = board();
  const page = await open('?page=streams');
  const rows = page.locator('.all-streams tbody tr');
  await expect.poll(() => rows.count(), SOON).toBe(3);
  const { total } = await ask<AnswerTo<'/v1/attention'>>('attention?stream=other');
  const other = rows.filter({ hasText: 'other' });
  expect(await other.locator('td').nth(1).textContent()).toBe(String(total));
  await other.getByRole('button', { name: 'other' }).click();
  await page.waitForURL('**/?stream=other');
  await settled(page);
  expect(await page.locator('h1').textContent()).toBe('other');
});

test('an item has a page with its way and all that happened to it', async () => {
  const { open, ask } = board();
  const item = await ask<AnswerTo<'/v1/work-items/{reference}'>>('work-items/KF-1109');
  const page = await open('?page=item&reference=KF-1109');
  await page.locator('.journey li').first().waitFor();
  expect(await page.locator('.journey li').count()).toBe(item.visits.length);
  expect(await page.locator('.item-page tbody tr').count()).toBe(item.moves.length);
  // How long it has been delivered since is no part of its way.
  expect(await page.locator('.journey li').last().textContent()).toContain('done');
});
