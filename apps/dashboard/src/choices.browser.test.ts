import type { LeadTimeAnswer, QueuesAnswer } from '@kanban/api';
import { describe, expect, test } from 'vitest';
import { SOON, settled } from './testing/browser.ts';
import { marks, runningBoard } from './testing/running-board.ts';

const board = runningBoard();

describe('what is chosen', () => {
  test('stream, range and page change the address and the charts, and the back button brings them back', async () => {
    const { open, ask } = board();
    const page = await open('?page=time&measure=lead');
    const titleAtFirst = await page.locator('h1').textContent();
    const dotsAtFirst = await marks(page, 'lead-time', 'items');

    await page.getByLabel('Range').selectOption('28');
    await page.waitForURL('**/?page=time&days=28&measure=lead');
    await settled(page);
    await expect.poll(() => marks(page, 'lead-time', 'items'), SOON).toBeLessThan(dotsAtFirst);

    await page.getByLabel('Value stream').selectOption('other');
    await page.waitForURL('**/?page=time&stream=other&days=28&measure=lead');
    await settled(page);
    await expect.poll(() => page.locator('h1').textContent(), SOON).toBe('other');
    expect(await page.locator('.updated').textContent()).toContain('Asia/Kathmandu');
    const { sampleSize } = await ask<LeadTimeAnswer>('lead-time?stream=other');
    expect(await marks(page, 'lead-time', 'items')).toBeLessThanOrEqual(sampleSize);

    await page.getByRole('link', { name: 'Promises' }).click();
    await page.waitForURL('**/?page=promises&stream=other&days=28&measure=lead');
    await settled(page);
    expect(await page.locator('.sla').count()).toBe(1);

    for (let step = 0; step < 3; step += 1) await page.goBack();
    await settled(page);
    await expect.poll(() => page.locator('h1').textContent(), SOON).toBe(titleAtFirst);
    await expect.poll(() => marks(page, 'lead-time', 'items'), SOON).toBe(dotsAtFirst);
  });

  test('a link shows the same view to somebody else', async () => {
    const query =
      '?page=time&stream=other&from=2026-09-01&to=2026-10-15&compare=lastYear&type=story&timeZone=America%2FNew_York';
    const page = await board().open(query);
    await page.getByText(/More choices/).click();
    expect(await page.getByLabel('Value stream').inputValue()).toBe('other');
    expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('2026-09-01');
    expect(await page.getByLabel('Compare with').inputValue()).toBe('lastYear');
    expect(await page.getByLabel('Type').inputValue()).toBe('story');
    expect(await page.getByLabel('Time zone').inputValue()).toBe('America/New_York');
    expect(await page.locator('.lead-time .subtitle').textContent()).toMatch(/^Cycle time/);
    expect(new URL(page.url()).search).toBe(query);
  });

  test('a page shows no choice that it does not use', async () => {
    const page = await board().open();
    await page.getByText(/More choices/).click();
    for (const label of ['Range', 'Interval', 'Split by']) {
      expect(await page.getByLabel(label, { exact: true }).count()).toBe(0);
    }
    expect(await page.getByLabel('Value stream').count()).toBe(1);
  });

  test('a custom range is chosen with two dates', async () => {
    const page = await board().open('?page=flow');
    await page.getByLabel('Range').selectOption('custom');
    await page.getByLabel('From', { exact: true }).fill('2026-10-01');
    await page.getByLabel('To, included').fill('2026-10-31');
    await page.waitForURL('**/?page=flow&from=2026-10-01&to=2026-10-31');
    await expect
      .poll(() => page.locator('.updated').textContent(), SOON)
      .toContain('1 Oct 2026 to 31 Oct 2026');
  });

  test('every figure is compared with what was chosen, and with nothing when that was chosen', async () => {
    const page = await board().open('?page=time&days=28');
    const changes = () => page.locator('.figure-change').allTextContents();
    expect((await changes()).every((words) => /than before|the same as before/.test(words))).toBe(true);
    await page.getByLabel('Compare with').selectOption('none');
    await settled(page);
    await expect.poll(async () => (await changes()).join('').trim(), SOON).toBe('');
  });

  test('a filter narrows what it can, and what it cannot says so', async () => {
    const { open, ask } = board();
    const page = await open('?page=time&measure=lead');
    await page.getByText(/More choices/).click();
    await page.getByLabel('Class of service').fill('expedite');
    await page.keyboard.press('Enter');
    await page.waitForURL('**classOfService=expedite**');
    await settled(page);
    const { sampleSize } = await ask<LeadTimeAnswer>('lead-time?classOfService=expedite');
    expect(sampleSize).toBeGreaterThan(0);
    await expect.poll(() => marks(page, 'lead-time', 'items'), SOON).toBe(sampleSize);
  });

  test('a day that has passed is looked at as it was, on every page, and compared with a day before', async () => {
    const { open, ask } = board();
    const page = await open('');
    const now = await page.locator('.ageing .answer').textContent();
    await page.getByLabel('As of').fill('2026-09-30');
    await page.waitForURL('**/?asOf=2026-09-30');
    await settled(page);
    await expect
      .poll(() => page.locator('.updated').textContent(), SOON)
      .toContain('as it was on 30 Sept 2026');
    const { timeZone } = await ask<QueuesAnswer>('queues');
    const at = new Date(Date.parse('2026-10-01') - offsetOf(timeZone, '2026-10-01')).toISOString();
    const { queues } = await ask<QueuesAnswer>(`queues?at=${at}`);
    const [held] = queues.filter(({ wipLimit, currentWip }) => wipLimit > 0 && currentWip > 0);
    await page.locator('.queues summary').click();
    await expect
      .poll(
        () =>
          page
            .locator('.queues tbody tr')
            .filter({ hasText: held?.name ?? '' })
            .textContent(),
        SOON,
      )
      .toContain(String(held?.currentWip));
    const then = await page.locator('.ageing .answer').textContent();
    expect(then).not.toBe(now);
    expect(then).toMatch(/ On average they are .* old; .*(than|as) on 23 Sept 2026/);
    await expect.poll(() => page.locator('.open-outlook').textContent(), SOON).toMatch(/(than|as) before/);
    await page.getByLabel('Compare with').selectOption('none');
    await settled(page);
    await expect.poll(() => page.locator('.ageing .answer').textContent(), SOON).not.toContain('On average');

    await page.getByRole('link', { name: 'Behaviour' }).click();
    await page.waitForURL('**/?page=behaviour&compare=none&asOf=2026-09-30');
    await settled(page);
    expect(await page.locator('.updated').textContent()).toContain(
      '3 Jul 2026 to 30 Sept 2026, as it was on 30 Sept 2026',
    );
    await page.getByText('How these numbers are made').click();
    expect(await page.locator('.provenance').textContent()).toContain('the end of 30 Sept 2026');
  });

  test('a page leads to what was known when it was made, whatever happens since', async () => {
    const { open, database } = board();
    const page = await open('?page=flow&days=14');
    await page.getByText('How these numbers are made').click();
    await page.getByText('What was known then, whatever happens since').click();
    await page.waitForURL(/asOf=\d{4}-/);
    await settled(page);
    expect(await page.locator('.updated').textContent()).toContain('as it was known on ');
    const known = await page.locator('.figures').textContent();
    const link = page.url().slice(board().api.url.length);
    await database.pool.query("DELETE FROM queues WHERE queue_name = 'analysis' LIMIT 1");
    const plain = await open('?page=flow&days=14');
    expect(await plain.locator('.figures').textContent()).not.toBe(known);
    const again = await open(link);
    expect(await again.locator('.figures').textContent()).toBe(known);
  });
});

test('a legend shows one group alone, and all again', async () => {
  const page = await board().open('?page=time');
  const faint = () =>
    page
      .locator('.lead-time .items_marks path')
      .evaluateAll((dots) => dots.filter((dot) => Number(dot.getAttribute('opacity')) < 0.1).length);
  expect(await faint()).toBe(0);
  const label = page.locator('.lead-time .role-legend-label text').first();
  await label.click({ force: true });
  await expect.poll(faint, SOON).toBeGreaterThan(0);
  await label.click({ force: true });
  await expect.poll(faint, SOON).toBe(0);
});

describe('from a mark to its items', () => {
  test('a bar of the histogram leads to its items, each of them to its way, and back', async () => {
    const { open, ask } = board();
    const page = await open('?page=time');
    const answer = await ask<LeadTimeAnswer>('lead-time?measure=cycle');
    const bin = answer.distribution.find(({ count }) => count > 0);
    await page.locator('.lead-time-distribution .bins_marks path').first().click();
    const rows = page.locator('.behind-dialog tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(bin?.count);
    const link = page.url();
    await rows.first().getByRole('button').click();
    await page.locator('.item-dialog .journey li').first().waitFor();
    await page.keyboard.press('Escape');
    await rows.first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.lead-time-over-time .points_marks path').first().click();
    await expect
      .poll(() => page.locator('.behind-dialog h2').textContent(), SOON)
      .toMatch(/^\d+ items? finished: /);
    await rows.first().waitFor();
    const title = await page.locator('.behind-dialog h2').textContent();
    expect(await rows.count()).toBe(Number.parseInt(title ?? '', 10));

    const elsewhere = await open(link.slice(board().api.url.length));
    await elsewhere.locator('.behind-dialog tbody tr').first().waitFor();
    expect(await elsewhere.locator('.behind-dialog tbody tr').count()).toBe(bin?.count);
  });

  test('by keyboard: arrows go from mark to mark and read it out, Enter opens its items', async () => {
    const page = await board().open('?page=flow');
    const plot = page.locator('.throughput .plot');
    await plot.focus();
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => page.locator('.throughput [aria-live]').textContent(), SOON)
      .toMatch(/Finished: \d+ items?/);
    await page.keyboard.press('Enter');
    await page.locator('.behind-dialog tbody tr').first().waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => plot.evaluate((element) => element === document.activeElement), SOON).toBe(true);
  });

  test('what changed leads to the items', async () => {
    const page = await board().open();
    const change = page.locator('.changes button.change').first();
    const count = Number(await change.locator('b').textContent());
    await change.click();
    const rows = page.locator('.behind-dialog tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).toBeGreaterThanOrEqual(count);
  });
});

/** How far ahead of UTC a zone is on a day that has no clock change, in ms. */
function offsetOf(timeZone: string, day: string): number {
  const wall = new Date(day).toLocaleString('sv-SE', { timeZone });
  return Date.parse(`${wall.replace(' ', 'T')}Z`) - Date.parse(day);
}
