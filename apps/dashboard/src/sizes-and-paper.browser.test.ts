import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { kanban } from './testing/processes.ts';
import { runningBoard } from './testing/running-board.ts';

const HOUR = 3_600_000;
const ALL = ['today', 'flow', 'time', 'promises', 'forecast', 'behaviour'] as const;
/** Of A4 with margins of a centimetre, in CSS pixels. */
const SHEET = { width: 718, height: 1046 };

const board = runningBoard();

beforeAll(async () => {
  const names = Array.from({ length: 45 }, (_, n) =>
    n === 0 ? 'requests' : n === 44 ? 'delivered' : `step ${n} waiting for approval`,
  );
  const kindOf = (n: number) => (n === 0 ? 'backlog' : n === 44 ? 'delivered' : 'active');
  const queues = names.map((name, n) => [name, kindOf(n), n > 0 && n < 44 && n % 5 > 0 ? 4 : '']);
  const wide = Array.from({ length: 80 }, (_, item) => walkOf(`W-${item}`, names, item));
  const few = Array.from({ length: 3 }, (_, item) => walkOf(`F-${item}`, ['todo', 'doing', 'done'], item));
  const folder = await mkdtemp(join(tmpdir(), 'kanban-sizes-'));
  const fileOf = async (name: string, rows: readonly (readonly unknown[])[]) => {
    await writeFile(join(folder, name), rows.map((row) => row.join(',')).join('\n'));
    return join(folder, name);
  };
  const head = ['occurred_at', 'reference', 'from_queue', 'to_queue'];
  const [list, log, short] = await Promise.all([
    fileOf('queues.csv', [['name', 'kind', 'limit'], ...queues]),
    fileOf('wide.csv', [head, ...wide.flat()]),
    fileOf('few.csv', [head, ...few.flat()]),
  ]);
  const { url } = board().database;
  await kanban(url, 'import', log, '--stream', 'wide', '--queues-file', list);
  const threeQueues = 'todo:backlog,doing:active:3,done:delivered';
  await kanban(url, 'import', short, '--stream', 'few', '--queues', threeQueues);
  await rm(folder, { recursive: true });
});

/** An item that goes from queue to queue, a third of a day in each, as far as it has come by now. */
function walkOf(reference: string, queues: readonly string[], item: number) {
  const begin = Date.now() - (item + 1) * 26 * HOUR;
  return queues.flatMap((queue, n) => {
    const at = begin + n * 8 * HOUR * (1 + (item % 3));
    return at > Date.now() ? [] : [[new Date(at).toISOString(), reference, queues[n - 1] ?? '', queue]];
  });
}

/** What cannot be read: words over others, words outside their drawing, and boxes that scroll sideways. */
const UNREADABLE = `(() => {
  const overlap = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  const found = [];
  for (const svg of document.querySelectorAll('.chart-card svg')) {
    const card = svg.closest('.card').getAttribute('aria-labelledby');
    const frame = svg.getBoundingClientRect();
    const words = [...svg.querySelectorAll('.role-axis-label text, .role-legend-label text')]
      .filter((text) => text.textContent !== '' && getComputedStyle(text).opacity !== '0')
      .map((text) => ({ said: text.textContent, box: text.getBoundingClientRect() }));
    for (const [n, { said, box }] of words.entries()) {
      if (box.left < frame.left - 2 || box.right > frame.right + 2 || box.bottom > frame.bottom + 2)
        found.push(card + ': outside: ' + said);
      for (const other of words.slice(n + 1)) if (overlap(box, other.box)) found.push(card + ': ' + said + ' over ' + other.said);
    }
  }
  const boxes = [document.documentElement, ...document.querySelectorAll('.list-box')];
  for (const box of boxes) if (box.scrollWidth > box.clientWidth + 1) found.push('scrolls sideways: ' + box.className + box.tagName);
  return found;
})()` as unknown as () => string[];

describe.each([
  ['of 45 queues', 'wide'],
  ['of three items', 'few'],
])('a board %s', (_, stream) => {
  test.each([
    [1280, ['today', 'flow', 'time', 'promises', 'behaviour']],
    [390, ['today', 'flow', 'time']],
  ] as const)(
    'is read without words over words or scrolling sideways, %i pixels wide',
    async (width, names) => {
      for (const name of names) {
        const page = await board().open(`?page=${name}&stream=${stream}`, { width, height: 900 });
        expect([name, await page.evaluate(UNREADABLE)]).toEqual([name, []]);
        await page.close();
      }
    },
  );
});

test('a list wraps in no date and between no number and its unit', async () => {
  for (const width of [1440, 390]) {
    const page = await board().open('?page=promises&stream=main', { width, height: 900 });
    const broken = await page.locator('.list-box td:not(.item-cell)').evaluateAll((cells) =>
      cells.flatMap((cell) => {
        const wholes = [...cell.querySelectorAll('.unbroken')];
        const isWhole = !/\d{4}| %/.test(cell.textContent ?? '') || wholes.length > 0;
        return isWhole && wholes.every((each) => each.getClientRects().length === 1)
          ? []
          : [cell.textContent];
      }),
    );
    expect(broken).toEqual([]);
    expect(await page.locator('.list-box .unbroken').count()).toBeGreaterThan(0);
    expect(await page.evaluate(UNREADABLE)).toEqual([]);
    await page.close();
  }
});

describe('on paper', () => {
  test.each(ALL)(
    '%s has no empty card, none that is cut, and no sheet that stays half white',
    async (name) => {
      const page = await board().open(`?page=${name}&stream=main`, { width: 1280, height: 900 });
      expect(await page.evaluate(UNREADABLE)).toEqual([]);
      const sheets = await sheetsOf(page);
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize(SHEET);
      const cards = await page.locator('main .card:visible').all();
      expect(cards.length).toBeGreaterThan(1);
      const heights = await Promise.all(
        cards.map(async (card) => {
          const look = await card.getAttribute('data-look');
          const box = await card.boundingBox();
          expect([look, (box?.height ?? 0) > 0, (box?.height ?? 0) < SHEET.height]).toEqual([
            'shown',
            true,
            true,
          ]);
          return box?.height ?? 0;
        }),
      );
      const above = (await page.locator('.grid').boundingBox())?.y ?? 0;
      const filled = (above + heights.reduce((sum, height) => sum + height + 15, 0)) / SHEET.height;
      // What a card leaves white is less than a third of a sheet, and the last sheet ends where it ends.
      expect(sheets).toBeLessThanOrEqual(Math.ceil(filled * 1.5));
      expect(
        await page
          .locator('.card-foot:visible, .downloads:visible, .controls:visible, .live-status:visible')
          .count(),
      ).toBe(0);
    },
  );

  test('a list says how many of its items are not printed', async () => {
    const page = await board().open('?page=promises&stream=other', { width: 1280, height: 900 });
    const left = page.locator('.misses .left-out');
    expect(await left.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    const all = Number.parseInt((await page.locator('.misses .answer').textContent()) ?? '', 10);
    const printed = await page.locator('.misses tbody tr').count();
    expect(all).toBeGreaterThan(printed);
    expect([await left.isVisible(), await left.textContent()]).toEqual([
      true,
      `and ${all - printed} more, not printed`,
    ]);
    await page.close();
  });
});

/** How many sheets the browser prints. */
async function sheetsOf(page: Page): Promise<number> {
  const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
  return pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
