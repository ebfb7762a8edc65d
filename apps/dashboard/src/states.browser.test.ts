import { describe, expect, test } from 'vitest';
import { SOON, settled } from './testing/browser.ts';
import { marks, runningBoard } from './testing/running-board.ts';

const board = runningBoard();

describe('nothing to show', () => {
  test.each(['flow', 'time', 'promises'])(
    'a stream without events says so once on the page %s',
    async (name) => {
      const page = await board().open(`?page=${name}&stream=quiet`);
      await expect
        .poll(() => page.locator('.notice').allTextContents(), SOON)
        .toEqual(['Nothing has happened in “quiet” yet.']);
      const looks = await page
        .locator('.chart-card')
        .evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset.look));
      expect(new Set(looks)).toEqual(new Set(['empty']));
      expect(await page.locator('.stage svg').count()).toBe(0);
    },
  );

  test('the first page of such a stream still shows its queues', async () => {
    const page = await board().open('?stream=quiet');
    expect(await page.locator('.queues svg').textContent()).toContain('0 of 2');
    expect(await page.locator('.attention .note').textContent()).toMatch(/^Nothing stands out/);
  });

  test('a range without events offers one with, and one ahead says that it is', async () => {
    const page = await board().open('?page=time&from=2020-01-01&to=2020-03-31');
    await expect
      .poll(() => page.locator('.notice').textContent(), SOON)
      .toContain('Nothing happened in this range');
    await page.getByText('Show its last 90 days').click();
    await expect.poll(() => marks(page, 'lead-time', 'items'), SOON).toBeGreaterThan(0);
    const ahead = await board().open('?page=time&from=2090-01-01&to=2090-03-31');
    await expect
      .poll(() => ahead.locator('.notice').textContent(), SOON)
      .toContain('This range lies in the future.');
  });
});

test.each(['flow', 'time', 'promises', 'behaviour'])(
  'a range since 1990 is shown on the page %s, and it says that it is compared with nothing',
  async (name) => {
    const page = await board().open(`?page=${name}&from=1990-01-01&to=2026-11-30`);
    await expect
      .poll(() => page.locator('.notice').allTextContents(), SOON)
      .toEqual(['There is nothing before 1970 to compare with.']);
    expect(await page.locator('.card[data-look="failed"]').count()).toBe(0);
  },
);

describe('refusals are told once a page and in people’s words', () => {
  test.each([
    ['?page=flow&stream=nope', 'There is no value stream named “nope”'],
    ['?page=flow&timeZone=Mars%2FBase', 'There is no time zone “Mars/Base”'],
    ['?page=flow&from=2026-02-30&to=2026-03-31', 'has a day that does not exist'],
    ['?page=flow&from=1950-01-01&to=2026-03-31', 'is not within the years 1970 to 9999'],
    [
      '?page=time&from=2026-05-01&to=2026-04-01',
      'The range begins on 1 May 2026, after its end on 1 Apr 2026.',
    ],
  ])('%s', async (query, words) => {
    const { api, browser } = board();
    const visit = await browser.open(api.url + query);
    const notice = visit.page.locator('.notice.refused');
    await notice.waitFor();
    expect(await notice.allTextContents()).toEqual([expect.stringContaining(words)]);
    expect(await visit.page.locator('main').textContent()).not.toMatch(/timeZone|parameter|is not before/i);
    await notice.getByRole('button').click();
    await settled(visit.page);
    await expect.poll(() => visit.page.locator('.notice.refused').count(), SOON).toBe(0);
    await visit.page.close();
  });

  test('a date that does not exist is shown as it was asked for, and put into no input', async () => {
    const { api, browser } = board();
    const { page, complaints } = await browser.open(`${api.url}?page=flow&from=2026-02-30&to=xx`);
    await page.locator('.notice.refused').waitFor();
    expect(await page.locator('.updated').textContent()).toContain('2026-02-30 to xx');
    expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('');
    expect(complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
    await page.close();
  });
});
