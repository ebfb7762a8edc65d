import type {
  AnswerTo,
  CumulativeFlowAnswer,
  HowManyAnswer,
  LeadTimeAnswer,
  ProcessBehaviourAnswer,
  QueuesAnswer,
  ThroughputAnswer,
  WhenAnswer,
} from '@kanban/api';
import { describe, expect, test } from 'vitest';
import { SOON, settled } from './testing/browser.ts';
import { marks, runningBoard } from './testing/running-board.ts';
import { MARKUP } from './testing/sample-board.ts';

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

test.each([
  ['count=0', 'count', '“0” is no number of items.'],
  ['count=-3', 'count', '“-3” is no number of items.'],
  ['count=abc', 'count', '“abc” is no number of items.'],
  ['date=2020-01-01', 'date', 'The last day has to lie ahead'],
])('a forecast that cannot be asked for says why beside its field: %s', async (query, field, words) => {
  const { page } = await board().browser.open(`${board().api.url}?page=forecast&${query}`);
  const refusal = page.locator(`#${field}-refusal`);
  await expect.poll(() => refusal.textContent(), SOON).toContain(words);
  expect(await page.locator(`#${field}`).getAttribute('aria-describedby')).toBe(`${field}-refusal`);
  const card = page.locator(field === 'count' ? '.forecast-calendar' : '.forecast-fan');
  expect(await card.locator('.note').textContent()).toBe('No answer: see the field above.');
  // The other question is answered.
  await page.locator(field === 'count' ? '.forecast-fan svg' : '.forecast-calendar svg').waitFor();
  expect(await page.locator('.notice').count()).toBe(0);
  await page.close();
});

test('a filter that nothing fits is named where there is nothing to show', async () => {
  const { open } = board();
  const time = await open('?page=time&type=Bugs');
  expect(await time.locator('.lead-time .note').textContent()).toBe(
    'No item of type “Bugs” was finished in this range.',
  );
  const behaviour = await open('?page=behaviour&type=unicorn');
  const looks = await behaviour
    .locator('.card:not(.data-quality)')
    .evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset.look));
  expect(new Set(looks)).toEqual(new Set(['empty']));
  expect(await behaviour.locator('main').textContent()).not.toMatch(/noise\./);
});

test('a list that a filter cannot narrow says so', async () => {
  const page = await board().open('?type=Bugs');
  expect(await page.locator('.attention .subtitle').textContent()).toBe(
    'All items: this cannot be narrowed by type.',
  );
  expect(await page.locator('.blocked .note').textContent()).toContain('No item of type “Bugs” is blocked.');
});

test('the past that a forecast rests on can be pinned to dates, has an address, and is let go again', async () => {
  const { open, ask } = board();
  const page = await open('?page=forecast');
  const asked = page.locator('form.asked');
  const { total } = await ask<ThroughputAnswer>(`throughput?from=${daysAgo(14)}&to=${daysAgo(1)}`);
  expect(await asked.locator('.before-words').textContent()).toContain(`${total} items were finished`);
  await page.getByLabel('First day of the past').fill('2026-09-01');
  await page.waitForURL('**/?page=forecast&past=2026-09-01..*');
  await settled(page);
  await page.getByLabel('Last day of the past').fill('2026-09-30');
  await page.waitForURL('**/?page=forecast&past=2026-09-01..2026-09-30');
  await settled(page);
  const { history } = await ask<HowManyAnswer>('forecast/how-many?from=2026-09-01&to=2026-09-30');
  expect(history.days).toBe(30);
  await expect.poll(() => asked.textContent(), SOON).toContain(`${history.items} items in 30 days`);
  await asked.getByRole('button').click();
  await page.waitForURL('**/?page=forecast');
});

test('several streams are forecast jointly: each with its own number, all in the address', async () => {
  const { open, ask } = board();
  const page = await open('?page=forecast');
  await page.getByLabel('Together with another stream').selectOption('other');
  await page.waitForURL('**/?page=forecast&count=20%2C20&together=other');
  await page.getByLabel('Number of items of other').fill('5');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/?page=forecast&count=20%2C5&together=other');
  await settled(page);
  const answer = await ask<WhenAnswer>('forecast/when?streams=main,other&items=20,5');
  const sure = answer.percentiles.find(({ percentile }) => percentile === 85)?.date ?? '';
  const day = new Date(sure).toLocaleDateString('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  await expect
    .poll(() => page.locator('.forecast-calendar .answer').textContent(), SOON)
    .toContain(`20 and 5 more items are done by ${day}`);
  await page.getByRole('button', { name: 'Without other' }).click();
  await page.waitForURL('**/?page=forecast&count=20');
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
  // What is known of both periods is compared.
  const changes = await page.locator('.figure-change').allTextContents();
  expect(changes.map((words) => /than before|the same as before/.test(words))).toEqual([true, true, true]);
  const answer = await page.locator('.process-behaviour-wip .answer').textContent();
  expect(answer).toMatch(/The average of these \d+ points is .*; .*(than|as) before/);
  expect(answer).not.toMatch(/better|worse/);
});

test('streams: a row each with what stands out there, and a way to its first page', async () => {
  const { open, ask } = board();
  const page = await open('?page=streams');
  const rows = page.locator('.all-streams tbody tr');
  await expect.poll(() => rows.count(), SOON).toBe(3);
  const { total } = await ask<AnswerTo<'/v1/attention'>>('attention?stream=other');
  const other = rows.filter({ hasText: 'other' });
  expect(await other.locator('td').nth(1).textContent()).toBe(String(total));
  // Each figure has its course beside it.
  const main = rows.filter({ hasText: 'main' });
  const drawn = await main
    .locator('.spark polyline')
    .evaluateAll((lines) => lines.map((line) => (line.getAttribute('points') ?? '').split(' ').length > 1));
  expect(drawn).toEqual([true, true, true]);
  const figures = await main.textContent();
  await other.getByRole('button', { name: 'other' }).click();
  await page.waitForURL('**/?stream=other');
  await settled(page);
  expect(await page.locator('h1').textContent()).toBe('other');
  // A filter of another page, which stays in the address, is not one of this page.
  const again = await open('?page=streams&type=nothing%20like%20it&clock=working');
  const mainAgain = again.locator('.all-streams tbody tr').filter({ hasText: 'main' });
  await expect.poll(() => mainAgain.count(), SOON).toBe(1);
  expect(await mainAgain.textContent()).toBe(figures);
});

describe('an item has a page', () => {
  test('with its way, and all that happened to it', async () => {
    const { open, ask } = board();
    const item = await ask<AnswerTo<'/v1/work-items/{reference}'>>('work-items/KF-1109');
    const page = await open('?page=item&reference=KF-1109');
    await page.locator('.journey li').first().waitFor();
    expect(await page.locator('.journey li').count()).toBe(item.visits.length);
    expect(await page.locator('.way rect.way-active').count()).toBe(
      // And one in the legend.
      item.visits.filter(({ kind }) => kind === 'active').length + 1,
    );
    const moved = page.locator('.item-history tbody tr').filter({ hasText: /→|entered/ });
    expect(await moved.count()).toBe(item.moves.length);
    // How long it has been delivered since is no part of its way.
    expect(await page.locator('.journey li').last().textContent()).toContain('done');
  });

  test('with all that people wrote about it, as text, and what it is tied to', async () => {
    const { open, database } = board();
    const run = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);
    await run(
      `INSERT INTO work_items (reference, short_desc) VALUES ('T-1', 'tied'), ('T-2', 'first'), ('T-3', 'whole')`,
    );
    await run("UPDATE work_items SET parent = 'T-3', description = ? WHERE reference = 'T-1'", [MARKUP]);
    await run("INSERT INTO queues (reference, queue_name) VALUES ('T-1', 'backlog'), ('T-2', 'backlog')");
    await run("INSERT INTO dependencies (reference, depends_on) VALUES ('T-1', 'T-2')");
    await run("INSERT INTO comments (reference, body) VALUES ('T-1', ?)", [MARKUP]);
    await run("INSERT INTO checklist_items (reference, label) VALUES ('T-1', 'tested')");
    await run(
      `INSERT INTO attachments (reference, name, address)
       VALUES ('T-1', 'Plan', 'https://example.com/plan'), ('T-1', 'Share', 'file://share/plan')`,
    );
    await run("UPDATE work_items SET blocked_reason = 'vendor' WHERE reference = 'T-1'");
    await run(
      `INSERT INTO deliveries (event_id, channel, recipient, state, attempts, settled_at)
       SELECT MAX(id), 'email', 'ada.l@example.com', 'sent', 1, UTC_TIMESTAMP(6) FROM outbox_events WHERE topic = 'work_item.blocked'`,
    );
    const page = await open('?page=item&item=T-1');
    await page.locator('.item-history tbody tr').first().waitFor();
    await expect
      .poll(() => page.locator('.item-deliveries .answer').textContent(), SOON)
      .toBe('One message was sent about it.');
    const told = await page.locator('.item-deliveries tbody td').allTextContents();
    expect(told.slice(1, 4)).toEqual(['it is blocked', 'a…@example.com', 'mail']);
    expect(told[4]).toMatch(/^sent \d/);
    expect(await page.locator('.item-itself .item-text').textContent()).toBe(MARKUP);
    expect(await page.locator('.item-comments p').last().textContent()).toBe(MARKUP);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await page.locator('.item-checklists h3').textContent()).toBe('checklist: 0 of 1');
    // A browser goes only where it can.
    expect(await page.locator('.item-attachments a').allTextContents()).toEqual(['Plan']);
    expect(await page.locator('.item-links .answer').textContent()).toBe(
      'It waits for T-2; none waits for it.',
    );
    expect(await page.locator('.item-links').textContent()).toContain('Part of T-3');
    await page.locator('.graph').getByRole('button', { name: 'T-2' }).click();
    await page.waitForURL('**/?page=item&item=T-2');
    await page.getByRole('heading', { name: 'T-2' }).waitFor();
    expect(await page.locator('.item-links .answer').textContent()).toBe(
      'It waits for no other item; T-1 waits for it.',
    );
  });
});

test('what people wrote about a day is a letter on the charts over time, the same on each, and words above them', async () => {
  const { open, database } = board();
  await database.pool.query(
    `INSERT INTO annotations (value_stream, day, text) VALUES ('main', '2026-10-05', ?), ('main', '2026-11-02', 'Moved house')`,
    [MARKUP],
  );
  const page = await open('?page=flow&from=2026-09-01&to=2026-11-29');
  await expect
    .poll(() => page.locator('.notes li').allTextContents(), SOON)
    .toEqual([`A 5 Oct 2026: ${MARKUP}`, 'B 2 Nov 2026: Moved house']);
  for (const card of ['cumulative-flow', 'flow-wip', 'net-flow', 'total-age', 'throughput']) {
    const signs = page.locator(`.${card} .signs_marks text`);
    await expect.poll(() => signs.allTextContents(), SOON).toEqual(['A', 'B']);
  }
  expect(await page.locator('.throughput-histogram .signs_marks').count()).toBe(0);
  await page.getByLabel('Range').selectOption('14');
  await settled(page);
  await expect.poll(() => page.locator('.notes li').count(), SOON).toBe(0);
});

test('queues are shown against the limits that held then, all of their items whatever is filtered', async () => {
  const { open, ask, database } = board();
  await database.pool.query("UPDATE wip_limits SET wip_limit = 9 WHERE queue_name = 'analysis'");
  const page = await open('?page=flow&days=28');
  const card = page.locator('.wip-limits');
  const { queues } = await ask<QueuesAnswer>('queues');
  const limited = queues.filter(({ wipLimit }) => wipLimit >= 0);
  expect(await card.locator('.names_marks text').allTextContents()).toEqual(limited.map(({ name }) => name));
  const counts = await card.locator('.counts_marks text').allTextContents();
  expect(counts).toEqual(limited.map(({ currentWip, wipLimit }) => `${currentWip} of ${wipLimit}`));
  const filtered = await open('?page=flow&days=28&type=nothing%20like%20it');
  expect(await filtered.locator('.wip-limits .counts_marks text').allTextContents()).toEqual(counts);
  expect(await filtered.locator('.wip-limits .subtitle').textContent()).toContain(
    'cannot be narrowed by type',
  );
});

test('what to talk about is said of all items whatever is filtered, with their descriptions', async () => {
  const { open, ask } = board();
  const { lines } = await ask<AnswerTo<'/v1/attention'>>('attention');
  const described = lines.filter(({ shortDesc }) => shortDesc).length;
  expect(described).toBeGreaterThan(0);
  const page = await open('?type=nothing%20like%20it');
  const card = page.locator('.attention');
  expect(await card.locator('.subtitle').textContent()).toBe('All items: this cannot be narrowed by type.');
  const all = card.getByRole('button', { name: /^Show all/ });
  if ((await all.count()) > 0) await all.click();
  expect(await card.locator('tbody tr').count()).toBe(lines.length);
  expect(await card.locator('tbody .desc').count()).toBe(described);
  // Of what can be narrowed, nothing is said.
  const budget = (await open('?page=promises&type=nothing%20like%20it')).locator('.sla-budget');
  expect(await budget.textContent()).not.toContain('cannot be narrowed');
});

test('split by type: parts for each, told apart by a legend that shows one alone, with a link that says so', async () => {
  const { open, ask } = board();
  const page = await open('?page=flow');
  await page.getByText(/More choices/).click();
  await page.getByLabel('Split by').selectOption('type');
  await page.waitForURL('**/?page=flow&splitBy=type');
  await settled(page);
  const { groups } = await ask<ThroughputAnswer>('throughput?splitBy=type');
  const labels = page.locator('.throughput .role-legend-label text');
  await expect
    .poll(async () => (await labels.allTextContents()).sort(), SOON)
    .toEqual(groups.flatMap(({ group, total }) => (total > 0 ? [group ?? 'none'] : [])).sort());
  const flow = await ask<CumulativeFlowAnswer>('cumulative-flow?splitBy=type');
  const arrivals = flow.groups.map(
    ({ group, points }) => [group ?? 'none', points.at(-1)?.arrivals ?? 0] as const,
  );
  const largestFirst = arrivals.toSorted((a, b) => b[1] - a[1]).map(([name]) => name);
  expect(largestFirst.length).toBeGreaterThan(1);
  const parts = page.locator('.chart-card[class*="cumulative-flow-"]');
  await expect
    .poll(async () => (await parts.locator('h2').allTextContents()).map((each) => each.split(':')[0]), SOON)
    .toEqual(largestFirst.slice(0, 6));
  expect(await marks(page, 'cumulative-flow-1', 'bands')).toBe(flow.queues.length);
  const faint = () =>
    page
      .locator('.throughput .bars_marks path')
      .evaluateAll((parts) => parts.filter((part) => Number(part.getAttribute('opacity')) < 0.1).length);
  await labels.first().click({ force: true });
  await expect.poll(faint, SOON).toBeGreaterThan(0);
  await labels.first().click({ force: true });
  await expect.poll(faint, SOON).toBe(0);
  await page.locator('.throughput .bars_marks path').first().click({ force: true });
  await page.locator('.behind-dialog tbody tr').first().waitFor();

  const times = await open('?page=time&splitBy=type');
  const took = await ask<LeadTimeAnswer>('lead-time?splitBy=type&measure=cycle');
  const finished = took.groups.filter(({ sampleSize }) => sampleSize > 0);
  const rows = times.locator('.lead-time-groups .labels_marks text');
  expect(await rows.allTextContents()).toEqual(
    finished.map(({ sampleSize }) => expect.stringContaining(`${sampleSize} item`)),
  );
  await times.locator('.lead-time-groups .bars_marks path').first().click({ force: true });
  await expect
    .poll(() => times.locator('.behind-dialog tbody tr').count(), SOON)
    .toBe(Math.min(500, finished[0]?.sampleSize ?? 0));
});

/** In UTC, the zone of the stream. */
function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
